using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HmacKit.Soak;

/// <summary>A budget is one budget for all processes: asked for more than it holds, they never grant more than it allows in any stretch of time.</summary>
/// <param name="name">What is asked.</param>
/// <param name="allowed">The most that may be granted within so many seconds.</param>
/// <param name="pause">How long each of the callers, one for a process, waits before it asks again.</param>
/// <param name="request">A call that takes one from it.</param>
internal sealed class BudgetCheck(string name, Func<double, double> allowed, TimeSpan pause, Func<byte[]> request, IReadOnlyList<IPEndPoint> servers)
{
    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly ConcurrentQueue<(long Asked, long Answered)> _granted = new();

    public bool Holds => !_granted.IsEmpty && _statuses.ContainsKey(429) && Worst().Excess < 1;

    public override string ToString()
    {
        (double excess, double seconds, int granted) = Worst();
        return FormattableString.Invariant(
            $"{name}: {_granted.Count:N0} granted, **{Math.Max(0, Math.Floor(excess)):F0} too many**; nearest to it {granted:N0} of {granted - excess:F1} in {seconds:F1} s; {Statuses.Text(_statuses)}");
    }

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(servers.Select(server => Task.Run(() => WorkAsync(server, stop), CancellationToken.None)));

    private async Task WorkAsync(IPEndPoint server, CancellationToken stop)
    {
        using var connection = new WireConnection(server);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                long asked = Stopwatch.GetTimestamp();
                int status = await connection.SendAsync(request(), CancellationToken.None);
                _statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
                if (status == 200)
                {
                    _granted.Enqueue((asked, Stopwatch.GetTimestamp()));
                }
            }
            catch (SocketException)
            {
                connection.Dispose(); // it was killed
            }

            await Task.Delay(pause, CancellationToken.None);
        }
    }

    /// <summary>
    /// The stretch with the most beyond what it allows. Counted is what was asked and answered within it, and so certainly granted within it: however slow the machine is, what is found is too much.
    /// </summary>
    private (double Excess, double Seconds, int Granted) Worst()
    {
        (long Asked, long Answered)[] granted = [.. _granted.OrderBy(static grant => grant.Answered)];
        (double Excess, double Seconds, int Granted) worst = (double.NegativeInfinity, 0, 0);
        foreach ((long from, _) in granted)
        {
            int count = 0;
            foreach ((long asked, long answered) in granted)
            {
                if (asked >= from)
                {
                    count++;
                    double seconds = Stopwatch.GetElapsedTime(from, answered).TotalSeconds;
                    double excess = count - allowed(seconds);
                    worst = excess > worst.Excess ? (excess, seconds, count) : worst;
                }
            }
        }

        return worst;
    }
}
