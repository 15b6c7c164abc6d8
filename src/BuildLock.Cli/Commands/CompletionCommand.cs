using System.CommandLine;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock completion SHELL</c>: what makes a shell complete the command line.</summary>
/// <remarks>The words come from System.CommandLine's suggest directive, so that nothing is listed twice. Keys that are held
/// are not among them: a shell that completes must not wait for anybody.</remarks>
internal static class CompletionCommand
{
    private const string Bash = """
        _buildlock() {
            local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n'
            COMPREPLY=($(compgen -W "$(buildlock "[suggest:${#line}]" "$line" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o nosort -F _buildlock buildlock
        """;

    private const string Zsh = """
        _buildlock() {
            local -a words_found=("${(@f)$(buildlock "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
            if [[ -n "${words_found[1]}" ]]; then compadd -a words_found; else _files; fi
        }
        compdef _buildlock buildlock
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName buildlock -ScriptBlock {
            param($word, $ast, $position)
            buildlock "[suggest:$position]" "$ast" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh." };
        shell.CompletionSources.Add("bash", "zsh", "pwsh");
        var command = new Command("completion", "Writes what makes a shell complete buildlock's command line.") { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            parsed.InvocationConfiguration.Output.WriteLine(name switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "pwsh" => PowerShell,
                _ => throw LockSettingException.ForSetting("SHELL", name, "It takes bash, zsh or pwsh."),
            });
            return ExitCode.Success;
        });
        return command;
    }
}
