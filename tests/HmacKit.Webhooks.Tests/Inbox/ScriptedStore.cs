using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>A store that gives what it is told to, and says what it was asked for.</summary>
internal sealed class ScriptedStore : InboxStore
{
    private readonly Channel<LeasedMessage> _due = Channel.CreateUnbounded<LeasedMessage>();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

    /// <summary>What a call is answered with, or throws; true where it's null.</summary>
    public Func<string, bool>? Answer { get; set; }

    /// <summary>What was given back, and what was buried.</summary>
    public (DateTimeOffset Due, bool Counts, string? Reason) Last { get; private set; }

    /// <summary>Until when the last lease is.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>Whether it says at once that nothing is due; otherwise it waits until something is.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>The event that was last taken in.</summary>
    public InboxMessage? Added { get; private set; }

    /// <summary>Whether all that it was told to give was taken.</summary>
    public bool IsTaken => _due.Reader.Count == 0;

    /// <summary>Who has asked for events.</summary>
    public ConcurrentQueue<string> Takers { get; } = new();

    /// <summary>How many events the last call wanted at most.</summary>
    public int Room { get; private set; }

    public static InboxMessage Message(string id, int attempt) =>
        new("/hook", new WebhookEvent { Scheme = "s", Id = id, Body = "{}"u8.ToArray(), Attempt = attempt }, id) { KeepUntil = DateTimeOffset.MaxValue };

    public void Give(long id, string lease, int attempt = 1, string? trace = null) =>
        _due.Writer.TryWrite(new LeasedMessage(id, lease, Message("evt_" + id, attempt) with { Trace = trace }));

    public async Task<string> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public bool TryNext(out string? call) => _calls.Reader.TryRead(out call);

    public override Task<bool> AddAsync(InboxMessage message)
    {
        Added = message;
        return Task.FromResult(Answer?.Invoke("add") ?? true);
    }

    public override async Task<IReadOnlyList<LeasedMessage>> TakeAsync(string endpoint, int max, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        (Room, Until) = (max, until);
        Takers.Enqueue(endpoint);
        _ = Answer?.Invoke("take");

        if (IsEmpty)
        {
            return [];
        }

        // Without waiting for the clock, which stands still.
        await _due.Reader.WaitToReadAsync(cancellationToken);
        return _due.Reader.TryRead(out LeasedMessage? message) ? [message] : [];
    }

    public override Task<bool> RenewAsync(LeasedMessage message, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        Until = until;
        return Note($"renew {message.Id} {message.Lease}");
    }

    public override Task<bool> CompleteAsync(LeasedMessage message, DbTransaction? transaction, DateTimeOffset now, CancellationToken cancellationToken = default) => Note($"complete {message.Id} {message.Lease}");

    public override Task ReturnAsync(LeasedMessage message, DateTimeOffset due, bool counts, string? reason, CancellationToken cancellationToken = default)
    {
        Last = (due, counts, reason);
        return Note($"return {message.Id} {message.Lease}");
    }

    public override Task<bool> BuryAsync(LeasedMessage message, string reason, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        Last = (now, true, reason);
        return Note($"bury {message.Id} {message.Lease}");
    }

    public override Task<IReadOnlyList<DeadMessage>> ListDeadAsync(long after = 0, int max = 100, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<DeadMessage>>([]);

    public override async Task<int> ResendAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        Last = (now, true, null);
        return await Note($"resend {id}") ? 3 : 0;
    }

    public override async Task<int> ClearAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        Last = (now, true, null);
        return await Note($"clear {id}") ? 2 : 0;
    }

    public override Task<InboxCounts> CountAsync(CancellationToken cancellationToken = default) => Task.FromResult(default(InboxCounts));

    public override Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => Task.FromResult(Answer?.Invoke("forget") == true ? 1 : 0);

    private Task<bool> Note(string call)
    {
        _calls.Writer.TryWrite(call);
        return Task.FromResult(Answer?.Invoke(call) ?? true);
    }
}
