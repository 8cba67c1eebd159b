using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HmacKit.Http;
using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Benchmarks;

/// <summary>Deliveries a second of the outbox to receivers on loopback that do nothing, and how long healthy ones wait beside some that hang.</summary>
internal static class OutboxComparison
{
    private const string Usage = "webhooks [--deliveries 2000] [--endpoints 1,16,256] [--hanging 10000]";

    public static int Run(string[] args)
    {
        int deliveries = 2000;
        int hanging = 0;
        int[] endpoints = [1, 16, 256];
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--deliveries" when int.TryParse(value, CultureInfo.InvariantCulture, out deliveries):
                case "--hanging" when int.TryParse(value, CultureInfo.InvariantCulture, out hanging):
                    break;
                case "--endpoints":
                    endpoints = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
                    break;
                default:
                    Console.Error.WriteLine("Usage: " + Usage);
                    return 2;
            }
        }

        RunAsync(deliveries, endpoints, hanging).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(int deliveries, int[] endpoints, int hanging)
    {
        foreach (SharedStore store in new SharedStore[] { new PostgresSharedStore(), new SqliteSharedStore() })
        {
            await using (store)
            {
                await store.StartAsync();
                foreach (int count in endpoints)
                {
                    await MeasureAsync(store, count, hangs: 0, Math.Max(1, deliveries / count));
                }

                if (hanging > 0 && store is PostgresSharedStore)
                {
                    await MeasureAsync(store, hanging, hangs: 0, events: 1);
                    await MeasureAsync(store, hanging, hangs: hanging / 10, events: 1);
                }
            }
        }
    }

    private static async Task MeasureAsync(SharedStore store, int endpoints, int hangs, int events)
    {
        using var receiver = new Receiver();
        WebhookDatabase database = store.OpenWebhooks();
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<SecretProtector>(new AesGcmSecretProtector(ProtectionKey.Generate("benchmark")))
            .AddWebhookSending(options => (options.AllowLoopbackBecauseThisIsDevelopment, options.MaxConnectionsPerHost) = (true, 20_000))
            .AddWebhookOutbox(database, options => (options.Scheme, options.MaxSubscriptionsPerOwner) = (SchemeCatalog.StandardWebhooks, int.MaxValue))
            .BuildServiceProvider();
        var outbox = services.GetRequiredService<WebhookOutbox>();
        await outbox.PrepareAsync();
        string owner = $"owner-{endpoints}-{hangs}";
        await Parallel.ForAsync(0, endpoints, async (i, stop) =>
            await outbox.SubscribeAsync(new SubscriptionRequest(owner, new Uri($"http://127.0.0.1:{receiver.Port}/{(i < hangs ? "hang" : "well")}/{i}"), ["*"]), stop));
        for (int i = 0; i < events; i++)
        {
            await outbox.EnqueueAsync(new OutgoingEvent(owner, "a", InboxComparison.Body));
        }

        long expected = (long)events * (endpoints - hangs);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        receiver.Begin();
        await outbox.StartAsync(default);
        while (receiver.Delays.Count < expected)
        {
            await Task.Delay(5);
        }

        TimeSpan took = receiver.Delays.Max();
        processor = Environment.CpuUsage.TotalTime - processor;
        TimeSpan[] delays = [.. receiver.Delays.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {store.Name} | {endpoints} | {hangs} | {expected} | {expected / took.TotalSeconds:N0} | {processor.TotalMicroseconds / expected:N0} | {delays[delays.Length / 2].TotalMilliseconds:N0} | {delays[delays.Length * 99 / 100].TotalMilliseconds:N0} |"));
    }

    /// <summary>Answers 200 to everything but what begins with /hang, which it never answers.</summary>
    private sealed class Receiver : IDisposable
    {
        private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly ConcurrentBag<Socket> _sockets = [];
        private long _start;

        public Receiver()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(4096);
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

        public ConcurrentQueue<TimeSpan> Delays { get; } = new();

        public void Begin() => _start = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            _listener.Dispose();
            foreach (Socket socket in _sockets)
            {
                socket.Dispose();
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    Socket socket = await _listener.AcceptAsync();
                    _sockets.Add(socket);
                    _ = ServeAsync(socket);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is over.
            }
        }

        private async Task ServeAsync(Socket socket)
        {
            byte[] buffer = new byte[8192];
            try
            {
                for (int length = 0; ;)
                {
                    int read = await socket.ReceiveAsync(buffer.AsMemory(length));
                    if (read == 0 || buffer.AsSpan().StartsWith("POST /hang"u8))
                    {
                        return;
                    }

                    length += read;
                    int head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
                    if (head >= 0 && length >= head + 4 + InboxComparison.Body.Length)
                    {
                        Delays.Enqueue(Stopwatch.GetElapsedTime(_start));
                        length = 0;
                        await socket.SendAsync(Answer);
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is over.
            }
        }
    }
}
