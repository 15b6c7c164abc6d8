using BuildLock.Cli;
using BuildLock.Cli.Children;
using BuildLock.Cli.Diagnosis;
using BuildLock.Cli.Measurement;

// The hidden verbs come first, before anything is loaded that they do not need: every command that is run starts one.
return args switch
{
    [ExecVerb.Name, ..] => ExecVerb.Run(args),
    [HoldVerb.Name, ..] => HoldVerb.Run(args),
    [TurnVerb.Name, ..] => TurnVerb.Run(args),
    _ => CommandLine.Run(args),
};
