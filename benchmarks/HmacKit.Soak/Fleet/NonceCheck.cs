using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HmacKit.Soak;

/// <summary>No nonce is accepted twice, whichever process is asked, whenever, and whoever has been killed in between.</summary>
internal sealed class NonceCheck(IReadOnlyList<IPEndPoint> servers)
{
    private const int Workers = 6;
    private const int Kept = 20_000;

    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly Sent[] _sent = [.. Enumerable.Range(0, Kept).Select(static _ => new Sent([]))];
    private long _nonces;
    private long _accepted;
    private long _again;
    private long _twice;
    private long _unanswered;

    public bool Holds => Interlocked.Read(ref _twice) == 0 && Interlocked.Read(ref _accepted) > 0;

    public long Nonces => Interlocked.Read(ref _nonces);

    public override string ToString() =>
        $"nonces: {_nonces:N0} signed, {_accepted:N0} accepted, {_again:N0} sent again later, {_unanswered:N0} without an answer, **{_twice} accepted twice**; {Statuses.Text(_statuses)}";

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Workers).Select(seed => Task.Run(() => WorkAsync(new Random(seed), stop), CancellationToken.None)));

    private async Task WorkAsync(Random random, CancellationToken stop)
    {
        WireConnection[] connections = [.. servers.Select(static server => new WireConnection(server))];
        while (!stop.IsCancellationRequested)
        {
            // A new one goes to two processes at once; one that was sent before, up to a minute ago, to any of them.
            bool isNew = random.Next(3) != 0;
            int slot = random.Next(Kept);
            Sent sent = isNew ? new Sent(SignedCalls.Balances()) : _sent[slot];
            if (sent.Request.Length == 0)
            {
                continue;
            }

            int first = random.Next(connections.Length);
            if (isNew)
            {
                Interlocked.Increment(ref _nonces);
                int second = (first + random.Next(1, connections.Length)) % connections.Length;
                await Task.WhenAll(AskAsync(connections[first], sent), AskAsync(connections[second], sent));
                _sent[slot] = sent;
            }
            else
            {
                Interlocked.Increment(ref _again);
                await AskAsync(connections[first], sent);
            }
        }

        Array.ForEach(connections, static connection => connection.Dispose());
    }

    private async Task AskAsync(WireConnection connection, Sent sent)
    {
        int status;
        try
        {
            status = await connection.SendAsync(sent.Request);
        }
        catch (SocketException)
        {
            connection.Dispose();
            status = RequestKind.Closed;
            await Task.Delay(20);
        }

        _statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
        if (status == RequestKind.Closed)
        {
            Interlocked.Increment(ref _unanswered);
        }
        else if (status == 200)
        {
            int times = Interlocked.Increment(ref sent.Accepted);
            Interlocked.Increment(ref times == 1 ? ref _accepted : ref _twice);
        }
    }

    private sealed class Sent(byte[] request)
    {
        public int Accepted;

        public byte[] Request { get; } = request;
    }
}
