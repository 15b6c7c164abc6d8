#:property PublishAot=false

// Generator <schema> <folder>
//
// Writes a record for each line of the schema and each version of the protocol, each into a file of its own. As generators
// do, it empties the folder first, so that no message stays behind that is no longer in the schema.

(string schema, string folder) = (args[0], args[1]);

if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

Directory.CreateDirectory(folder);
int files = 0;
foreach (string line in File.ReadLines(schema))
{
    int colon = line.IndexOf(':');
    (string name, string members) = (line[..colon], line[(colon + 1)..].Trim());
    for (int version = 1; version <= 40; version++)
    {
        string file = Path.Combine(folder, $"{name}.v{version}.cs");
        File.WriteAllText(file, $"namespace Messages.V{version};\n\npublic sealed record {name}({members});\n");
        files++;
    }
}

Console.WriteLine($"Generated {files} files.");
