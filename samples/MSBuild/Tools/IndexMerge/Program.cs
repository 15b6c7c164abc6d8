using System.Text.RegularExpressions;

// IndexMerge <index file> <module> <agent> <build> <source folder>
//
// Enters the public types of a module into an index that all builds of a machine share. The file is read, changed and
// written back. It is replaced in one step, so no reader ever sees half of it; but of two builds that read it at the
// same time, the one that writes last wins, and what the other one entered is gone.

if (args.Length != 5)
{
    Console.Error.WriteLine("usage: IndexMerge <index file> <module> <agent> <build> <source folder>");
    return 64;
}

string path = Path.GetFullPath(args[0]);
(string module, string agent, string build, string sources) = (args[1], args[2], args[3], args[4]);

SortedDictionary<string, string> index = new(StringComparer.Ordinal);
if (File.Exists(path))
{
    foreach (string line in File.ReadLines(path))
    {
        int end = line.IndexOf('\t');
        index.Add(line[..end], line[(end + 1)..]);
    }
}

index[$"{module}@{agent}"] = $"{build}\t{string.Join(' ', PublicTypes(sources))}";

Directory.CreateDirectory(Path.GetDirectoryName(path)!);
string next = $"{path}.{Environment.ProcessId}";
File.WriteAllLines(next, index.Select(entry => $"{entry.Key}\t{entry.Value}"));
File.Move(next, path, overwrite: true);

Console.WriteLine($"IndexMerge: entered {module}@{agent} build {build}");
return 0;

static IEnumerable<string> PublicTypes(string folder)
{
    Regex declaration = new(@"^\s*public (?:(?:sealed|static|abstract|partial|readonly) )*(?:class|record|struct|interface|enum) (\w+)", RegexOptions.Multiline);
    return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal))
        .SelectMany(file => declaration.Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[1].Value)
        .Order(StringComparer.Ordinal);
}
