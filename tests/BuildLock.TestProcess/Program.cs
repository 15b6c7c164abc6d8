using System;
using System.Threading;
using BuildLock;
using BuildLock.Conformance.Children;
using BuildLock.TestProcess;

// One command a line from the standard input; any number of answers to each, which carry the command's id. The end of
// the input ends the process, so that no child outlives the tests.
Answers.Write(Line.Of("ready", ("pid", Environment.ProcessId.ToString())));
while (Console.ReadLine() is { } text)
{
    var command = Line.Parse(text);
    if (command.Word == "exit")
    {
        return 0;
    }

    // A thread for each: while one command waits for a lock, others are answered.
    new Thread(() => Answer(command)) { IsBackground = true, Name = command.Word }.Start();
}

return 0;

static void Answer(Line command)
{
    try
    {
        Commands.Run(command);
    }
    catch (LockException e)
    {
        Answers.Write(
            command,
            "error",
            ("type", e.GetType().Name),
            ("code", e.Code),
            ("message", e.Message),
            ("holder", e.Holder?.ProcessId.ToString()),
            ("description", e.Holder?.Description));
    }
    catch (Exception e)
    {
        Answers.Write(command, "error", ("type", e.GetType().Name), ("code", "none"), ("message", e.ToString()));
    }
}
