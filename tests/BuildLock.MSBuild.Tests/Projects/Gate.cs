using System.IO;
using BuildLock.MSBuild.Tests.Builds;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>A place in a project where builds stop until the test lets them on: it knows where they are without sleeping.</summary>
internal sealed class Gate
{
    // Ends by itself when the test's folder is gone: a killed build leaves the shell behind.
    private const string Script = """
        : > "$1.reached.$$"
        while [ -d "$(dirname "$1")" ] && [ ! -e "$1.open" ]; do sleep 0.02; done
        """;

    private readonly TestFolder _folder;
    private readonly string _name;

    public Gate(TestFolder folder, string name)
    {
        _folder = folder;
        _name = name;
        folder.Write("gate.sh", Script);
    }

    /// <summary>The task to put into the project.</summary>
    public string Task => $"""<Exec Command="sh &quot;{_folder.Below("gate.sh")}&quot; &quot;{_folder.Below(_name)}&quot;" />""";

    public int Reached => Directory.GetFiles(_folder.Path, _name + ".reached.*").Length;

    public void WaitUntilReached(params Build[] by) => WaitUntilReached(times: by.Length, by);

    public void WaitUntilReached(int times, params Build[] by)
        => Patience.Until(() => Reached >= times, $"gate '{_name}' was reached {times} times", by);

    public void Open() => File.WriteAllText(_folder.Below(_name + ".open"), string.Empty);
}
