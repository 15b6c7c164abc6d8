// Packages say nothing of the machine that made them: neither is that anybody's business, nor could anybody make them again.

using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;

void FailWhenPackagesNameThisMachine()
{
    string[] folders = [root, System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile)];
    var found = new List<string>();
    var looked = 0;
    foreach (var package in System.IO.Directory.EnumerateFiles(packagesFolder, "*.*nupkg").OrderBy(path => path, StringComparer.Ordinal))
    {
        using var archive = ZipFile.OpenRead(package);
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
            {
                stream.CopyTo(content);
            }

            looked++;
            var bytes = content.ToArray();
            var named = folders.Where(folder => folder.Length > 1 && (Holds(bytes, folder) || SourcesOf(entry.Name, bytes).Any(source => source.Contains(folder, StringComparison.Ordinal))));
            found.AddRange(named.Select(folder => $"{System.IO.Path.GetFileName(package)}: {entry.FullName} names {folder}"));
        }
    }

    if (found.Count > 0)
    {
        throw new CakeException("Packages name folders of this machine:\n" + string.Join('\n', found));
    }

    Console.WriteLine($"No folder of this machine is named in {looked} packed files.");
}

bool Holds(byte[] bytes, string text)
    => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;

/// <summary>Symbols keep the names of sources in pieces, and sources that nobody else has compressed.</summary>
IEnumerable<string> SourcesOf(string name, byte[] bytes)
{
    if (!name.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase))
    {
        return [];
    }

    using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));
    var reader = provider.GetMetadataReader();
    var texts = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).ToList();
    foreach (var handle in reader.CustomDebugInformation)
    {
        // Portable PDB: four bytes with the length, then the source, deflated when that length is not 0.
        var information = reader.GetCustomDebugInformation(handle);
        if (reader.GetGuid(information.Kind) == new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE"))
        {
            var blob = reader.GetBlobBytes(information.Value);
            using var source = new MemoryStream(blob, 4, blob.Length - 4);
            using var plain = BitConverter.ToInt32(blob, 0) == 0 ? (System.IO.Stream)source : new DeflateStream(source, CompressionMode.Decompress);
            using var text = new StreamReader(plain);
            texts.Add(text.ReadToEnd());
        }
    }

    return texts;
}
