using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BuildLock.Cli;

/// <summary>The help of System.CommandLine, and below it what people copy.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["run"] =
        [
            "buildlock run nuget-cache -- dotnet tool restore",
            "buildlock run nuget-cache --timeout 2m -- sh -c 'make tools && make package'",
            "buildlock run --folder ./out -- ./generate.sh",
            "buildlock run deploy --timeout 0 --conflict-exit-code 0 -- ./deploy.sh     # skip it while somebody else does it",
        ],
        ["who"] = ["buildlock who nuget-cache", "buildlock who --folder ./out --json"],
        ["wait"] = ["buildlock wait nuget-cache --timeout 5m"],
        ["ls"] = ["buildlock ls", "buildlock ls --watch", "buildlock ls --json --lock-directory /mnt/share/locks"],
        ["break"] = ["buildlock break nuget-cache --engine lockdir --id 7f3a"],
        ["clean"] = ["buildlock clean", "buildlock clean --older-than 7d"],
        ["completion"] = ["source <(buildlock completion bash)", "source <(buildlock completion zsh)", "buildlock completion pwsh | Out-String | Invoke-Expression"],
        ["report"] =
        [
            "export BUILDLOCK_JOURNAL=/var/log/buildlock     # before the builds",
            "buildlock report --output locks.html",
            "buildlock report --since 2h --key nuget-cache --format json | jq '.locks'",
            "buildlock report --format chrome-trace --output locks.json     # open it in ui.perfetto.dev",
        ],
        ["bench"] = ["buildlock bench", "buildlock bench --engine lockdir --seconds 5 --json"],
        ["doctor"] = ["buildlock doctor", "buildlock doctor --folder /mnt/share/out"],
    };

    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        string[] examples = parseResult.CommandResult.Command is RootCommand
            ? [Examples["run"][0], Examples["ls"][0], Examples["who"][0], "buildlock run --help"]
            : Examples.GetValueOrDefault(parseResult.CommandResult.Command.Name, []);
        System.IO.TextWriter output = parseResult.InvocationConfiguration.Output;
        if (examples.Length > 0)
        {
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        return code;
    }
}
