using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace HmacKit.WebBenchmarks;

/// <summary>
/// Whether the time of a refusal tells a stranger which key ids there are. It sends wrong signatures under an id that has a rotation
/// under way, one that hasn't, one that is switched off and one that isn't there, in random order, in this process and over a loopback
/// socket. What it prints is the AUC of each against the unknown one: the chance that a random refusal of the one took longer than a
/// random one of the other. 0.5 tells nothing, 1 tells all.
/// </summary>
internal static class KeyIdTiming
{
    private const string Unknown = "unknown";

    private static readonly string[] Ids = [Unknown, "single", "rotated", "off"];

    public static async Task<int> RunAsync(string[] options)
    {
        if (options is not [] and not ["--samples", _] || !int.TryParse(options.ElementAtOrDefault(1) ?? "4000", NumberStyles.None, CultureInfo.InvariantCulture, out int samples))
        {
            Console.Error.WriteLine("key-timing takes --samples N: how many refusals of each id are measured (4000).");
            return 2;
        }

        foreach (int bodyBytes in new[] { 200, 20_000 })
        {
            Dictionary<string, RawRequest> requests = Ids.ToDictionary(static id => id, id => Request(id, bodyBytes));
            Report($"in process, {bodyBytes} bytes", await InProcessAsync(requests, samples));
            Report($"over a socket, {bodyBytes} bytes", await OverSocketAsync(requests, samples));
        }

        return 0;
    }

    public static MemoryKeySource Keys()
    {
        HmacKey Key(string name) => SchemeCatalog.OsayCore.ImportKey($"{name}, a secret of at least thirty-two bytes");
        return new MemoryKeySource(
            new KeyRing("single", Key("1")),
            new KeyRing("rotated", Key("2")).WithAccepted(Key("3")),
            new KeyRing("off", Key("4")).Disable());
    }

    private static RawRequest Request(string id, int bodyBytes)
    {
        var request = new RawRequest("POST", SignedRequest.Path, [], Encoding.ASCII.GetBytes(new string('x', bodyBytes)));
        var signer = new RequestSigner(SchemeCatalog.OsayCore, new KeyRing(id, SchemeCatalog.OsayCore.ImportKey("a secret that the server doesn't have at all")));
        return new RawRequest(request.Method, request.Target, signer.Sign(request), request.Body);
    }

    private static async Task<Dictionary<string, double[]>> InProcessAsync(Dictionary<string, RawRequest> requests, int samples)
    {
        var verifier = new RequestVerifier(SchemeCatalog.OsayCore, Keys());
        return await MeasureAsync(samples, async id =>
        {
            if ((await verifier.VerifyAsync(requests[id])).IsValid)
            {
                throw new InvalidOperationException("A wrong signature was accepted.");
            }
        });
    }

    private static async Task<Dictionary<string, double[]>> OverSocketAsync(Dictionary<string, RawRequest> requests, int samples)
    {
        await using WebApplication app = await PipelineServer.StartAsync(new RefusingPipeline());
        using var client = new HttpClient { BaseAddress = new Uri(PipelineServer.AddressOf(app)) };
        return await MeasureAsync(samples, async id =>
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, SignedRequest.Path) { Content = new ReadOnlyMemoryContent(requests[id].Body) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            foreach ((string name, string value) in requests[id].Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage response = await client.SendAsync(message);
            if ((int)response.StatusCode != StatusCodes.Status401Unauthorized)
            {
                throw new InvalidOperationException($"{response.StatusCode} instead of a refusal.");
            }
        });
    }

    private static async Task<Dictionary<string, double[]>> MeasureAsync(int samples, Func<string, Task> refuse)
    {
        string[] order = [.. Enumerable.Repeat(Ids, samples).SelectMany(static ids => ids)];
        new Random(1).Shuffle(order);
        var times = Ids.ToDictionary(static id => id, _ => new List<double>(samples));
        foreach (string id in order.Take(Math.Min(2_000, order.Length)).Concat(Ids))
        {
            await refuse(id);
        }

        foreach (string id in order)
        {
            long start = TimeProvider.System.GetTimestamp();
            await refuse(id);
            times[id].Add(TimeProvider.System.GetElapsedTime(start).TotalMicroseconds);
        }

        return times.ToDictionary(static item => item.Key, static item => item.Value.Order().ToArray());
    }

    private static void Report(string title, Dictionary<string, double[]> times)
    {
        Console.WriteLine(title);
        foreach ((string id, double[] sorted) in times)
        {
            string auc = id == Unknown ? "" : string.Create(CultureInfo.InvariantCulture, $", AUC against an unknown id {Auc(sorted, times[Unknown]):0.000}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {id,-8} median {sorted[sorted.Length / 2],8:0.0} µs{auc}"));
        }
    }

    /// <summary>Both sorted; equal times count half.</summary>
    private static double Auc(double[] times, double[] others)
    {
        double won = 0;
        int below = 0;
        int upTo = 0;
        foreach (double time in times)
        {
            while (below < others.Length && others[below] < time)
            {
                below++;
            }

            while (upTo < others.Length && others[upTo] <= time)
            {
                upTo++;
            }

            won += below + ((upTo - below) / 2.0);
        }

        return won / times.Length / others.Length;
    }

    private sealed class RefusingPipeline() : Pipeline("refusing")
    {
        public override void AddServices(IServiceCollection services) => services.AddHmacKit(static hmac => hmac
            .AddScheme(SchemeCatalog.OsayCore, static options => options.Keys = Keys())
            .ForWeb());

        public override void Map(WebApplication app, RequestDelegate handler) =>
            app.MapPost(SignedRequest.Path, handler).RequireSignature(SchemeCatalog.OsayCore.Name);
    }
}
