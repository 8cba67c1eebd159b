using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace HmacKit.WebBenchmarks;

/// <summary>
/// What a signed endpoint costs before anything is warm: from the start of the process until it listens, and its first request. An
/// application with the endpoint and one without are started turn and turn about; what counts is the median of the difference within a pair.
/// In Development, the first request that is refused, too: there it is explained.
/// </summary>
internal static class StartComparison
{
    private const string Usage = "start [--rounds N (12)] [--program PATH]   (PATH: a published build of this program, such as one of NativeAOT)";

    private const string Without = "none";
    private const string With = "filter";

    public static async Task<int> RunAsync(string[] args)
    {
        int rounds = 12;
        string? program = null;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--rounds" when int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds > 0:
                    break;
                case "--program":
                    program = args[i + 1];
                    break;
                default:
                    Console.Error.WriteLine("Usage: " + Usage);
                    return 2;
            }
        }

        var starts = new List<(Start Without, Start With, Start Refused)>();
        for (int i = -1; i < rounds; i++)
        {
            (Start, Start, Start) round = (
                await Start.MeasureAsync(Without, program, isRefused: false),
                await Start.MeasureAsync(With, program, isRefused: false),
                await Start.MeasureAsync(With, program, isRefused: true));
            if (i >= 0)
            {
                starts.Add(round);
            }
        }

        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors; {rounds} starts of each, {program ?? "with the JIT"}.");
        Console.WriteLine();
        Console.WriteLine("| | without, ms | signed endpoint, ms | more, ms |");
        Console.WriteLine("|---|---|---|---|");
        Print("until it listens", starts, static start => start.Listening);
        Print("first request", starts, static start => start.FirstRequest);
        Print("both", starts, static start => start.Listening + start.FirstRequest);
        Console.WriteLine(FormattableString.Invariant($"| first refusal, in Development | | {Median(starts.Select(static round => round.Refused.FirstRequest)):F1} | |"));
        return 0;
    }

    private static void Print(string name, List<(Start Without, Start With, Start Refused)> rounds, Func<Start, double> value) => Console.WriteLine(FormattableString.Invariant(
        $"| {name} | {Median(rounds.Select(round => value(round.Without))):F1} | {Median(rounds.Select(round => value(round.With))):F1} | {Median(rounds.Select(round => value(round.With) - value(round.Without))):F1} |"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>One start, in milliseconds.</summary>
    private readonly record struct Start(double Listening, double FirstRequest)
    {
        private static readonly SocketsHttpHandler Handler = new() { PooledConnectionLifetime = TimeSpan.Zero };

        public static async Task<Start> MeasureAsync(string pipeline, string? program, bool isRefused)
        {
            using var http = new HttpClient(Handler, disposeHandler: false);
            using HttpRequestMessage request = Request(isRefused);
            long start = Stopwatch.GetTimestamp();
            using ServerProcess server = await ServerProcess.StartAsync(Pipeline.Find(pipeline)!, cpu: null, program, isRefused ? "Development" : "Production");
            double listening = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            request.RequestUri = new Uri(server.Address, SignedRequest.Path);
            start = Stopwatch.GetTimestamp();
            using HttpResponseMessage response = await http.SendAsync(request);
            double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            HttpStatusCode expected = isRefused ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
            return response.StatusCode == expected
                ? new Start(listening, first)
                : throw new InvalidOperationException($"'{pipeline}' answered {response.StatusCode}.");
        }

        private static HttpRequestMessage Request(bool isRefused)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/") { Content = new StringContent(isRefused ? SignedRequest.Body.Replace('x', 'y') : SignedRequest.Body) };
            foreach ((string name, string value) in SignedRequest.Sign())
            {
                request.Headers.Add(name, value);
            }

            return request;
        }
    }
}
