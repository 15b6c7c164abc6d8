using System.IO;
using BuildLock.Text;

namespace BuildLock.Identity;

/// <summary>How messages name a process that has not said who it is. Linux only: proc(5).</summary>
internal static class ProgramText
{
    /// <param name="id">The process's, as a folder of /proc is called.</param>
    /// <exception cref="IOException">It has ended.</exception>
    public static string Of(string id) => $"'{DisplayText.Field(File.ReadAllText($"/proc/{id}/comm").Trim(), FieldLength.Command)}', pid {id}";
}
