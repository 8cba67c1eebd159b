using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using HmacKit.Samples.Tests.Processes;
using HmacKit.Testing;

namespace HmacKit.Samples.Tests.Fleet;

/// <summary>Several processes of samples/Providers over one store, as behind a load balancer.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly KeyRing Keys =
        new("test_key_1", HmacKey.ImportInsecureShortSecret(SchemeCatalog.TheOne.Algorithm, SchemeCatalog.TheOne.SecretFormat, "test_secret_1"));

    private readonly SampleProcess[] _processes;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };

    private Fleet((SampleProcess Process, Uri Address)[] started)
    {
        _processes = [.. started.Select(static item => item.Process)];
        Addresses = [.. started.Select(static item => item.Address)];
    }

    public Uri[] Addresses { get; }

    public static async Task<Fleet> StartAsync(int count, string store, string connection) => new(await Task.WhenAll(
        Enumerable.Range(0, count).Select(_ => SampleProcess.StartServerAsync(
            "Providers", "--store", store, "--store-connection", connection, "--store-clock-difference", "00:00:01"))));

    /// <summary>A request of TheOne's that is signed now, to be sent as often as one likes.</summary>
    public static SigningValues SignedNow() =>
        new() { Time = TimeProvider.System.GetUtcNow(), Nonce = RandomNumberGenerator.GetHexString(32, lowercase: true) };

    /// <summary>Asks an instance for balances.</summary>
    public async Task<HttpStatusCode> AskAsync(int instance, SigningValues values)
    {
        using HttpRequestMessage request = SchemeCatalog.TheOne.SignForTest(
            new HttpRequestMessage(HttpMethod.Get, new Uri(Addresses[instance], "/api/v1/balances")), Keys, values);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Sends one and the same request to two instances at once, and counts who accepted it.</summary>
    public async Task<Answers> AskTwoAsync(SigningValues values)
    {
        HttpStatusCode[] answers = await Task.WhenAll(AskAsync(0, values), AskAsync(1, values));
        Assert.All(answers, static answer => Assert.Contains(answer, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable }));
        return new Answers(answers.Count(static answer => answer == HttpStatusCode.OK), answers.Contains(HttpStatusCode.ServiceUnavailable));
    }

    /// <summary>Calls OneRing with a key.</summary>
    public async Task<HttpStatusCode> MeAsync(int instance, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Addresses[instance], "/v1/external/me"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Asks each instance, with a new request each time, until it accepts one.</summary>
    public async Task AcceptsAgainAsync()
    {
        for (int instance = 0; instance < Addresses.Length; instance++)
        {
            int attempts = 0;
            while (await AskAsync(instance, SignedNow()) != HttpStatusCode.OK)
            {
                Assert.True(++attempts < 600, $"Instance {instance} doesn't accept anything any more:\n{_processes[instance].Output}");
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        Array.ForEach(_processes, static process => process.Dispose());
        return ValueTask.CompletedTask;
    }
}

/// <summary>What two instances said to one request.</summary>
/// <param name="Accepted">How many accepted it.</param>
/// <param name="IsUndecided">Whether one of them couldn't ask the store: then nobody may have accepted it, and a client signs anew.</param>
internal readonly record struct Answers(int Accepted, bool IsUndecided);
