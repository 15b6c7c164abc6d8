using System.Collections.Generic;
using System.Text.Json.Serialization;
using BuildLock.Cli.Measurement;

namespace BuildLock.Cli.Json;

/// <summary>Serializers made by the compiler: reflection would not survive native compilation.</summary>
[JsonSerializable(typeof(IReadOnlyList<SightJson>))]
[JsonSerializable(typeof(IReadOnlyList<MeasuredJson>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class CliJson : JsonSerializerContext;
