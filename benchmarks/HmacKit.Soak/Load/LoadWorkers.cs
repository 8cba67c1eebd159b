using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HmacKit.Soak;

/// <summary>Connections that send one request after another without a pause, one in ten of them hostile.</summary>
internal sealed class LoadWorkers(IPEndPoint server, int connections)
{
    private const int OneHostileIn = 10;

    private readonly ConcurrentDictionary<(string Kind, int Status), long> _answers = new();
    private readonly LatencyHistogram _times = new();
    private LatencyHistogram _recent = new();
    private long _failedToConnect;

    /// <summary>How often which status was answered to which kind.</summary>
    public IReadOnlyDictionary<(string Kind, int Status), long> Answers => _answers;

    /// <summary>Times of the good requests' answers.</summary>
    public LatencyHistogram Times => _times;

    /// <summary>Their times since the last call.</summary>
    public LatencyHistogram TakeRecent() => Interlocked.Exchange(ref _recent, new LatencyHistogram());

    public long FailedToConnect => Interlocked.Read(ref _failedToConnect);

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, connections).Select(seed => Task.Run(() => WorkAsync(new Random(seed), stop), CancellationToken.None)));

    private async Task WorkAsync(Random random, CancellationToken stop)
    {
        // A broken request costs its connection; it mustn't cost the next good one the time for a new one.
        using var connection = new WireConnection(server);
        using var hostile = new WireConnection(server);
        while (!stop.IsCancellationRequested)
        {
            bool isHostile = random.Next(OneHostileIn) == 0;
            RequestKind kind = RequestKind.Pick(isHostile ? RequestKind.Hostile : RequestKind.Good, random);
            long start = Stopwatch.GetTimestamp();
            try
            {
                int status = await kind.SendAsync(isHostile ? hostile : connection, random, stop);
                if (!isHostile)
                {
                    long microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                    _times.Add(microseconds);
                    Volatile.Read(ref _recent).Add(microseconds);
                }

                _answers.AddOrUpdate((kind.Name, status), 1, static (_, count) => count + 1);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref _failedToConnect);
                connection.Dispose();
                hostile.Dispose();
            }
        }
    }
}
