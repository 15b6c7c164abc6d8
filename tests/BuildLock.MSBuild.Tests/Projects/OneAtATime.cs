using System.IO;
using System.Linq;
using Xunit;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>Work that must not be done by two at once, and notices when it is: it makes a directory, which only one can.</summary>
internal sealed class OneAtATime
{
    private const string Script = """
        if mkdir "$1.busy"; then
          echo in >> "$1.log"; sleep 0.15; echo out >> "$1.log"
          rmdir "$1.busy"
        else
          echo overlap >> "$1.log"
        fi 2> /dev/null
        """;

    private readonly TestFolder _folder;

    public OneAtATime(TestFolder folder)
    {
        _folder = folder;
        folder.Write("work.sh", Script);
    }

    public string Task => $"""<Exec Command="sh &quot;{_folder.Below("work.sh")}&quot; &quot;{_folder.Below("work")}&quot;" />""";

    private string LogFile => _folder.Below("work.log");

    public void AssertDone(int times)
    {
        string[] expected = [.. Enumerable.Repeat(new[] { "in", "out" }, times).SelectMany(pair => pair)];
        Assert.Equal(expected, Log());
    }

    private string[] Log() => File.Exists(LogFile) ? File.ReadAllLines(LogFile) : [];
}
