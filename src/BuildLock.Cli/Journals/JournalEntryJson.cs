using System.Text.Json.Serialization;

namespace BuildLock.Cli.Journals;

/// <summary>Reads a line without reflection.</summary>
[JsonSerializable(typeof(JournalEntry))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
internal sealed partial class JournalEntryJson : JsonSerializerContext;
