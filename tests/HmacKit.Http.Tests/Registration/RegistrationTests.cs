using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Http.Tests.Registration;

public class RegistrationTests
{
    private const string ApiKey = "osk_a-key-of-the-tests";

    private static readonly SigningKey Key = SigningKey.TheOne;

    [Fact]
    public async Task A_scheme_from_the_configuration_signs_by_its_name()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using var settings = new MemoryStream(Encoding.UTF8.GetBytes($$"""
            { "HmacKit": {
                "theone": { "Keys": { "key-1": { "Secret": "{{SigningKey.Secret}}" } } } } }
            """));
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(settings).Build();
        var services = new ServiceCollection();
        services.AddHmacKit(configuration.GetSection("HmacKit"), hmac => hmac.AddScheme(SchemeCatalog.TheOne));
        services.AddHttpClient("api", client => client.BaseAddress = server.Http1).AddHmacSigning("theone");
        using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");
        using HttpResponseMessage response = await client.PostAsync("/api/v1/estimate", new StringContent("{}"));
        Assert.Equal(VerificationStatus.Valid, server.Seen.Single().Status);
    }

    /// <summary>The client was made before the key was rotated, and goes on with the handlers that it has.</summary>
    [Fact]
    public async Task A_key_that_is_rotated_in_the_configuration_signs_the_next_request()
    {
        string file = Path.Combine(Path.GetTempPath(), $"hmackit-{RandomNumberGenerator.GetHexString(16)}.json");
        try
        {
            string fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            await File.WriteAllTextAsync(file, Settings(SigningKey.Secret));
            IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
            var services = new ServiceCollection();
            services.AddHmacKit(configuration.GetSection("HmacKit"), hmac => hmac.AddScheme(SchemeCatalog.TheOne));
            services.AddHttpClient("api").AddHmacSigning("theone");
            using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");

            await using SignedServer before = await SignedServer.StartAsync(Key);
            using HttpResponseMessage first = await client.GetAsync(before.Http1);
            await File.WriteAllTextAsync(file, Settings(fresh));
            configuration.Reload();
            await using SignedServer after = await SignedServer.StartAsync(new SigningKey(SchemeCatalog.TheOne, fresh));
            using HttpResponseMessage second = await client.GetAsync(after.Http1);
            using HttpResponseMessage third = await client.GetAsync(before.Http1);
            Assert.Equal([VerificationStatus.Valid, VerificationStatus.SignatureMismatch], before.Seen.Select(seen => seen.Status));
            Assert.Equal(VerificationStatus.Valid, after.Seen.Single().Status);
        }
        finally
        {
            File.Delete(file);
        }

        static string Settings(string secret) => $$"""{ "HmacKit": { "theone": { "Keys": { "key-1": { "Secret": "{{secret}}" } } } } }""";
    }

    [Fact]
    public async Task A_typed_client_signs()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        var services = new ServiceCollection();
        services.AddHttpClient<TypedClient>(client => client.BaseAddress = server.Http1).AddHmacSigning(Key.Signer());
        using HttpResponseMessage response = await services.BuildServiceProvider().GetRequiredService<TypedClient>().Http.GetAsync("/x");
        Assert.Equal(VerificationStatus.Valid, server.Seen.Single().Status);
    }

    [Fact]
    public async Task Other_clients_are_left_alone()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        server.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Target == "/" ? 302 : 200;
            context.Response.Headers.Location = "/next";
            return Task.CompletedTask;
        };
        var services = new ServiceCollection();
        services.AddHttpClient("signed").AddHmacSigning(Key.Signer()).AddApiKey(ApiKey);
        services.AddHttpClient("other");
        using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(["/", "/next"], server.Seen.Select(seen => seen.Target));
        Assert.All(server.Seen, seen => Assert.Equal(["Host"], seen.Headers.Keys));
    }

    [Fact]
    public async Task Clients_with_keys_of_their_own_dont_mix_them_up()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        var services = new ServiceCollection();
        services.AddHttpClient("right").AddHmacSigning(Key.Signer());
        services.AddHttpClient("wrong").AddHmacSigning(new RequestSigner(Key.Scheme, new KeyRing("key-1", HmacKey.Generate())));
        IHttpClientFactory factory = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
        using HttpResponseMessage right = await factory.CreateClient("right").GetAsync(server.Http1);
        using HttpResponseMessage wrong = await factory.CreateClient("wrong").GetAsync(server.Http1);
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.SignatureMismatch], server.Seen.Select(seen => seen.Status));
    }

    [Fact]
    public void A_scheme_that_isnt_registered_is_named_at_the_first_use()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddHmacSigning("theone");
        var exception = Assert.Throws<InvalidOperationException>(
            () => services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api"));
        Assert.Contains("'theone'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AddScheme", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_twice_is_refused()
    {
        IHttpClientBuilder builder = new ServiceCollection().AddHttpClient("api").AddHmacSigning("theone").AddApiKey(ApiKey);
        Assert.Throws<InvalidOperationException>(() => builder.AddHmacSigning("oort"));
        Assert.Throws<InvalidOperationException>(() => builder.AddHmacSigning(Key.Signer()));
        Assert.Throws<InvalidOperationException>(() => builder.AddApiKey(ApiKey));
    }

    [Fact]
    public void A_key_for_all_clients_is_refused() =>
        new ServiceCollection().ConfigureHttpClientDefaults(builder =>
        {
            Assert.Throws<InvalidOperationException>(() => builder.AddHmacSigning("theone"));
            Assert.Throws<InvalidOperationException>(() => builder.AddHmacSigning(Key.Signer()));
            Assert.Throws<InvalidOperationException>(() => builder.AddApiKey(ApiKey));
            builder.AddRateLimitWaiting();
        });

    [Fact]
    public async Task What_is_learnt_of_a_clock_outlives_the_handlers_of_a_factory()
    {
        var theirs = new ManualTimeProvider();
        theirs.Shift(TimeSpan.FromMinutes(4));
        await using SignedServer server = await SignedServer.StartAsync(Key, theirs);
        server.Answer = (_, context) =>
        {
            context.Response.Headers.Date = theirs.GetUtcNow().ToString("r");
            return Task.CompletedTask;
        };
        var ours = new ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(ours);
        services.AddHttpClient("api").AddHmacSigning(Key.Signer(ours), options => options.ClockCorrection = ClockCorrection.FromDateHeader());
        SigningClient client = services.BuildServiceProvider().GetRequiredKeyedService<SigningClient>("api");
        for (int i = 0; i < 2; i++)
        {
            // What the factory does for each chain.
            SigningHandler handler = client.CreateHandler(logger: null);
            handler.InnerHandler = SigningKey.Sockets();
            using var chain = new HttpClient(handler);
            using HttpResponseMessage response = await chain.GetAsync(server.Http1);
        }

        Assert.Equal([VerificationStatus.TimestampTooOld, VerificationStatus.Valid, VerificationStatus.Valid], server.Seen.Select(seen => seen.Status));
    }

    [Theory]
    [InlineData("the default")]
    [InlineData("redacting nothing before")]
    [InlineData("redacting nothing after")]
    [InlineData("redacting others after")]
    public async Task Signatures_and_api_keys_are_redacted_in_the_clients_logs(string kind)
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using var log = new CapturedLog();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        IHttpClientBuilder builder = services.AddHttpClient("api");
        _ = kind == "redacting nothing before" ? builder.RedactLoggedHeaders(_ => false) : builder;
        builder.AddHmacSigning(Key.Signer()).AddApiKey(ApiKey);
        _ = kind switch
        {
            "redacting nothing after" => builder.RedactLoggedHeaders(_ => false),
            "redacting others after" => builder.RedactLoggedHeaders(["X-Other"]),
            _ => builder,
        };
        using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");
        client.DefaultRequestHeaders.Add("X-Harmless", "seen in the log");
        using HttpResponseMessage response = await client.GetAsync(server.Http1);

        Seen seen = server.Seen.Single();
        string entries = string.Join('\n', log.Entries);
        Assert.Contains("X-API-SIGN", entries, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiKey, entries, StringComparison.Ordinal);
        Assert.All(Key.Scheme.Headers, header => Assert.DoesNotContain(seen.Headers[header.Name].ToString(), entries, StringComparison.Ordinal));
        Assert.Equal(kind != "the default", entries.Contains("seen in the log", StringComparison.Ordinal));
    }

    private sealed class TypedClient(HttpClient http)
    {
        public HttpClient Http => http;
    }
}
