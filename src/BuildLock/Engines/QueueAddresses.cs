using BuildLock.Engines.State;
using BuildLock.Keys;
using BuildLock.Queueing;

namespace BuildLock.Engines;

/// <summary>Which queue a lock has. Two engines, or two lock directories, keep two locks of one name, and so two queues.</summary>
/// <remarks>Frozen, as the id is: contenders of two versions meet in one queue.</remarks>
internal static class QueueAddresses
{
    public static QueueAddress Of(LockRequest request)
        => Of(request.Engine.Name, request.Id.ToString(), request.LockDirectory is null && !request.Key.IsPath ? null : StateRoot.PathFor(request), request.Scope == LockScope.User);

    /// <param name="place">The folder of the lock's state, or <see langword="null"/> where the engine has none or its usual one.</param>
    public static QueueAddress Of(string engine, string id, string? place, bool isOfUser)
        => new(engine + "-" + id + (place is null ? string.Empty : "-" + LockId.Create("place", string.Empty, string.Empty, place)), isOfUser);
}
