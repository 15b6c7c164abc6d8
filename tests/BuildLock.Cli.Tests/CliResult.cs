using System.Text;

namespace BuildLock.Cli.Tests;

/// <summary>How a run ended.</summary>
internal sealed record CliResult(int Code, byte[] Bytes, string Errors)
{
    public string Output => Encoding.UTF8.GetString(Bytes);
}
