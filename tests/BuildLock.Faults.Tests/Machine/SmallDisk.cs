using System;
using System.Collections.Generic;
using System.IO;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>A small file system that only one child sees, filled by the test.</summary>
internal sealed class SmallDisk(int child, string folder)
{
    // What the child sees there, seen from here.
    private readonly string _seen = $"/proc/{child}/root{folder}";
    private readonly List<string> _filling = [];

    public static Launch Mounted(string folder, string options)
        => new Launch().WithMounts($"mount -t tmpfs -o {options},mode=1777 none '{folder}'");

    public void FillSpace()
    {
        string filler = Path.Combine(_seen, "filler");
        _filling.Add(filler);
        using var stream = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                stream.Write(new byte[1024]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes files until no more can be made, and then takes some away.</summary>
    public void FillFiles(int leaving)
    {
        try
        {
            while (true)
            {
                string file = Path.Combine(_seen, "file-" + Guid.NewGuid().ToString("N"));
                File.Create(file).Dispose();
                _filling.Add(file);
            }
        }
        catch (IOException)
        {
            // Full.
        }

        for (int i = 0; i < leaving; i++)
        {
            File.Delete(_filling[^1]);
            _filling.RemoveAt(_filling.Count - 1);
        }
    }

    public void Empty()
    {
        _filling.ForEach(File.Delete);
        _filling.Clear();
    }
}
