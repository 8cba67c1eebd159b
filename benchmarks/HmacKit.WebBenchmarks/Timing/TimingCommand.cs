using System.Diagnostics;
using System.Globalization;

namespace HmacKit.WebBenchmarks;

/// <summary>
/// Whether the time of a refusal tells anything of keys or signatures: a million refusals of each class in this process, and a million in all over a kept
/// loopback connection to Kestrel, class by class in a random order in each round. It fails if a control differs from itself, or if a leak made on purpose isn't seen.
/// </summary>
internal static class TimingCommand
{
    private const string Usage = "timing [--samples 1000000] [--socket-samples 1000000]";
    private const int BodyBytes = 1024;

    // Where a request lies in memory changes its time by more than some leaks would: so it lies somewhere else again and again.
    private const int RoundsPerRequest = 50;

    public static async Task<int> RunAsync(string[] options)
    {
        int samples = 1_000_000;
        int socketSamples = 1_000_000;
        for (int i = 0; i < options.Length; i += 2)
        {
            int value = 0;
            bool isNumber = i + 1 < options.Length && int.TryParse(options[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out value);
            switch (options[i])
            {
                case "--samples" when isNumber:
                    samples = value;
                    break;
                case "--socket-samples" when isNumber:
                    socketSamples = value;
                    break;
                default:
                    Console.Error.WriteLine("Usage: " + Usage);
                    return 2;
            }
        }

        var store = new MemoryCredentialStore();
        var issuer = new ApiKeyIssuer(store);
        IssuedCredential known = await issuer.IssueAsync(new CredentialRequest());
        await issuer.RotateAsync(known.KeyId, TimeSpan.Zero); // its secret is wrong from now on
        IssuedCredential unknown = await new ApiKeyIssuer(new MemoryCredentialStore()).IssueAsync(new CredentialRequest());
        var room = new TimingRoom(BodyBytes, known.SecretShownOnce, unknown.SecretShownOnce);
        bool isSound = true;
        if (samples > 0)
        {
            isSound = InProcess(room, store, samples);
        }

        if (socketSamples > 0)
        {
            await using TimingServer server = await TimingServer.StartAsync(store);
            isSound &= OverSocket(room, server, socketSamples);
        }

        Console.WriteLine(isSound ? "The controls are as they must be." : "A control isn't as it must be: these figures prove nothing.");
        return isSound ? 0 : 1;
    }

    private static bool InProcess(TimingRoom room, CredentialStore store, int samples)
    {
        var verifier = new RequestVerifier(SchemeCatalog.OsayCore, TimingRoom.Keys());
        var apiKeys = new ApiKeyVerifier(store);
        byte[] body = new byte[BodyBytes];
        byte[][] others = [Differing(body, 0), Differing(body, 31)];
        List<TimingGroup> groups = [.. TimingGroup.Refusals(room), new("a comparison that stops at the first difference", [("0", Nothing), ("31", Nothing)], MustBeFound: true)];
        Header("in process", samples);
        return Measure(groups, samples, static request => request, static _ => { }, (group, number, request) => group switch
        {
            3 => LeakyComparison.FirstDifference(LeakyComparison.Tag(body), others[number]) >= 0,
            2 => !apiKeys.VerifyAsync(request.Headers[0].Value).AsTask().GetAwaiter().GetResult().IsValid,
            _ => !verifier.VerifyAsync(request).AsTask().GetAwaiter().GetResult().IsValid,
        });

        RawRequest Nothing(DateTimeOffset now) => new("POST", "/", []);
    }

    private static bool OverSocket(TimingRoom room, TimingServer server, int samples)
    {
        RawRequest Leaky(string keyId, DateTimeOffset now) => room.Signed(keyId, 0, now) is var signed ? new("POST", TimingServer.LeakyPath, signed.Headers, signed.Body) : signed;
        List<TimingGroup> groups = [.. TimingGroup.Refusals(room), new("no MAC for an unknown key", [("unknown", now => Leaky("key-wrong", now)), ("known", now => Leaky("key-known", now))], MustBeFound: true)];
        int each = samples / groups.Sum(static group => group.Classes.Count);
        Header("over a loopback connection", each);
        return Measure(groups, each, TimingServer.ToBytes, server.Prepare, (_, _, _) =>
        {
            server.Refuse();
            return true;
        });
    }

    private static byte[] Differing(byte[] body, int at)
    {
        byte[] tag = LeakyComparison.Tag(body);
        tag[at] ^= 1;
        return tag;
    }

    private static bool Measure<T>(List<TimingGroup> groups, int samples, Func<RawRequest, T> make, Action<T> prepare, Func<int, int, T, bool> refuse)
    {
        (int Group, int Number)[] order = [.. groups.SelectMany(static (group, at) => Enumerable.Range(0, group.Classes.Count).Select(number => (at, number)))];
        int[][][] times = [.. groups.Select(group => group.Classes.Select(_ => new int[samples]).ToArray())];
        T[][] requests = [.. groups.Select(static group => new T[group.Classes.Count])];
        var random = new Random(16);
        for (int round = -RoundsPerRequest * Math.Min(samples / RoundsPerRequest, 400); round < samples; round++)
        {
            random.Shuffle(order);
            if (round % RoundsPerRequest == 0)
            {
                foreach ((int group, int number) in order)
                {
                    requests[group][number] = make(groups[group].Classes[number].Make(DateTimeOffset.UtcNow));
                }

                random.Shuffle(order);
            }

            foreach ((int group, int number) in order)
            {
                T request = requests[group][number];
                prepare(request);
                long start = Stopwatch.GetTimestamp();
                bool isRefused = refuse(group, number, request);
                long elapsed = Stopwatch.GetTimestamp() - start;
                if (!isRefused)
                {
                    throw new InvalidOperationException("A request that must be refused was accepted.");
                }

                if (round >= 0)
                {
                    times[group][number][round] = (int)Math.Min(int.MaxValue, elapsed * (1_000_000_000.0 / Stopwatch.Frequency));
                }
            }
        }

        return groups.Select((group, at) => Report(group, times[at])).ToArray().All(static isSound => isSound);
    }

    private static void Header(string where, int samples)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{where}, {samples:N0} refusals of each class, {BodyBytes} bytes"));
        Console.WriteLine();
        Console.WriteLine("| what differs | class | median µs | AUC against the first | 99 % | worst \\|t\\| |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    private static bool Report(TimingGroup group, int[][] times)
    {
        bool isSound = true;
        for (int i = 0; i < times.Length; i++)
        {
            (string name, _) = group.Classes[i];
            string figures = "| – | – | – |";
            if (i > 0)
            {
                var told = TimingStatistics.Of(times[i], times[0]);
                isSound &= group.MustBeFound ? !told.SaysNothing : !name.Contains("control", StringComparison.Ordinal) || told.SaysNothing;
                figures = string.Create(CultureInfo.InvariantCulture, $"| {told.Auc:F4} | ± {told.HalfWidth:F4}{(told.SaysNothing ? "" : " ✗")} | {told.WorstT:F1} |");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Title} | {name} | {TimingStatistics.Median(times[i]) / 1000:F2} {figures}"));
        }

        return isSound;
    }
}
