using System;
using System.IO;
using System.Xml;

namespace BuildLock.MSBuild;

/// <summary>Finds the target that a task stands in. MSBuild tells a task its file and place, but not its target.</summary>
internal static class TargetName
{
    /// <param name="column">Where the task's element begins in its line, from 1: a line may hold several targets.</param>
    /// <returns>The target's name, or <see langword="null"/> when it cannot be found: it is only for messages.</returns>
    public static string? At(string file, int line, int column)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
            using var reader = XmlReader.Create(file, settings);
            var place = (IXmlLineInfo)reader;
            string? name = null;
            while (reader.Read() && (place.LineNumber < line || (place.LineNumber == line && (column <= 0 || place.LinePosition <= column + 1))))
            {
                // The reader counts from the name of an element, MSBuild from its bracket: one column before.
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
