using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// A replay memory in an SQLite file, for one machine that must not forget at a restart: of any number of equal claims
/// exactly one is added, by whichever of the machine's processes, and none that was accepted is lost when a process or the
/// machine is killed, since each is on the disk before it is answered.
/// </summary>
/// <remarks>
/// <para>
/// What expired a minute ago by the clock of <see cref="SqliteOptions.TimeProvider"/> is forgotten, and from then on
/// whatever expires as early is refused, whatever the clock says. If it was set forward and back again, that lasts until
/// it has caught up.
/// </para>
/// <para>
/// It throws if the file can't be written; <see cref="GuardedReplayStore"/> makes an outcome of that. The file must lie on a disk of
/// the machine, and not on a network share.
/// </para>
/// </remarks>
public sealed class SqliteReplayStore : IReplayStore, IDisposable
{
    private readonly ClaimWriter _writer;
    private readonly TimeProvider _time;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file, which is HmacKit's own. SQLite keeps two more beside it.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting isn't as it should be.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteReplayStore(string path, SqliteOptions? options = null)
    {
        options ??= new SqliteOptions();
        _time = options.TimeProvider;
        _writer = new ClaimWriter(new SqliteFile(path, options), _time);
    }

    /// <inheritdoc/>
    /// <remarks><see cref="ReplayOutcome.Seen"/> is also the answer to a claim that has expired.</remarks>
    /// <exception cref="SqliteException">The file can't be written.</exception>
    /// <exception cref="OperationCanceledException">The call was ended; the claim may have been made.</exception>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReplayOutcome>(cancellationToken);
        }

        if (claim.Expires <= _time.GetUtcNow())
        {
            return new(ReplayOutcome.Seen);
        }

        Span<byte> bytes = stackalloc byte[ReplayClaim.MaxBytes];
        var pending = new PendingClaim(SHA256.HashData(bytes[..claim.CopyTo(bytes)]), MillisecondsUp(claim.Expires));
        _writer.Add(pending);
        return pending.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    // Up, so that no claim is forgotten in the last millisecond of its life.
    private static long MillisecondsUp(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
