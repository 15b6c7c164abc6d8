namespace BuildLock.Identity;

/// <summary>Compares who a holder says it is with whose file says so.</summary>
internal static class OwnerNames
{
    /// <param name="owner">The number of the file's owner, when that is not this user.</param>
    /// <returns>The holder; with the owner's name beside the one it claims where they differ.</returns>
    public static LockHolder Checked(LockHolder holder, uint? owner)
    {
        string said = holder.Process.User;
        return owner is not { } number || Agree(said, number) ? holder
            : new LockHolder(holder.Process with { User = $"{said} (by its file: {UserName.Of(number)})" }, holder.Id, holder.Description, holder.Since);
    }

    // A number without a name here is another machine's or container's user, and may well have the name that it claims there;
    // unless a user of this machine has it.
    private static bool Agree(string said, uint number) => UserName.IsKnown(number) ? UserName.Of(number) == said : !UserName.IsKnown(said);
}
