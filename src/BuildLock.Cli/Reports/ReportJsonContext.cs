using System.Text.Json.Serialization;

namespace BuildLock.Cli.Reports;

/// <summary>Serializers made by the compiler: reflection would not survive native compilation.</summary>
/// <remarks>The encoder stays the default one, which writes <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> as escapes: inside a page no
/// key can end the script that it stands in.</remarks>
[JsonSerializable(typeof(ReportJson))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
