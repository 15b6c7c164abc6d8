using System;
using System.IO;
using System.Xml;

namespace BuildLock.MSBuild;

/// <summary>Finds the target that a task stands in. MSBuild tells a task its file and line, but not its target.</summary>
internal static class TargetName
{
    /// <returns>The target's name, or <see langword="null"/> when it cannot be found: it is only for messages.</returns>
    public static string? At(string file, int line)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
            using var reader = XmlReader.Create(file, settings);
            string? name = null;
            while (reader.Read() && ((IXmlLineInfo)reader).LineNumber <= line)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Target")
                {
                    name = reader.GetAttribute("Name");
                }
            }

            return name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException or ArgumentException)
        {
            return null; // a project that lives in memory only, or was changed since
        }
    }
}
