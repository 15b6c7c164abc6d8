Task("models")
    .Description("Checks the models of the lock protocols with spin, where it is installed.")
    .Does(() =>
    {
        var exitCode = StartProcess("bash", $"\"{root}/tests/models/check.sh\"");
        if (exitCode != 0)
        {
            throw new CakeException(exitCode, $"tests/models/check.sh: exit code {exitCode}");
        }
    });
