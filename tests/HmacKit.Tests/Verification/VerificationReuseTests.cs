using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HmacKit.Testing;

namespace HmacKit.Tests.Verification;

/// <summary>A thread uses what a verification works with again: nothing of one request is seen in the next.</summary>
public class VerificationReuseTests
{
    private static readonly SignatureScheme Scheme = Messages.MessageOf.Scheme("{timestamp}.{id}.{nonce}.{body}", change: static definition =>
    {
        definition.Message = "{timestamp}[.{id}][.{nonce}].{body}";
        definition.AmbiguousBecause = "the test wants values that may be missing.";
        definition.Headers["X-id"] = HeaderFormat.Text("{id}").Optional();
        definition.Headers["X-nonce"] = HeaderFormat.Text("{nonce}").Optional();
    });

    private static readonly byte[] Secret = "the secret of the verifications one after another"u8.ToArray();

    private static readonly HmacKey Key = HmacKey.FromText(Encoding.UTF8.GetString(Secret));

    [Fact]
    public void One_after_another_verifications_say_what_each_would_say_on_a_thread_of_its_own() => Seeded.Holds(
        Gen.Elements("valid", "without id", "without nonce", "without both", "other body", "other key", "malformed", "too old", "too large", "no keys").ListOf(12),
        kinds =>
        {
            Result[] alone = [.. kinds.Select((kind, i) => OnAnotherThread(() => Verify(kind, i)))];
            Result[] together = [.. kinds.Select(Verify)];
            Assert.Equal(alone, together);
        },
        tests: 100);

    [Fact]
    public async Task Verifications_of_one_thread_that_wait_for_their_bodies_do_not_meet()
    {
        SlowRequest[] requests = [.. Enumerable.Range(0, 6).Select(i => new SlowRequest(Sign(id: $"evt_{i}", nonce: i % 2 == 0 ? null : $"nonce-{i}", body: $"body {i}")))];
        Task<VerificationResult>[] verifying = [.. requests.Select(request => Verifier().VerifyAsync(request).AsTask())];
        Assert.All(verifying, task => Assert.False(task.IsCompleted));
        Assert.Equal("evt_x", (await Verifier().VerifyAsync(Sign("evt_x", "nonce-x", "body"))).Id);
        foreach (SlowRequest request in requests.Reverse())
        {
            request.Arrive();
        }

        for (int i = 0; i < requests.Length; i++)
        {
            VerificationResult result = await verifying[i];
            Assert.Equal((true, $"evt_{i}", i % 2 == 0 ? null : $"nonce-{i}"), (result.IsValid, result.Id, result.Nonce));
        }
    }

    [Fact]
    public async Task A_verification_that_an_exception_has_ended_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<IOException>(async () => await Verifier().VerifyAsync(new BrokenRequest(Sign("evt_broken", "nonce-broken", "body"))));
        VerificationResult result = await Verifier().VerifyAsync(Sign(id: null, nonce: null, body: "body"));
        Assert.Equal((true, null, null), (result.IsValid, result.Id, result.Nonce));
    }

    private static RequestVerifier Verifier(KeyRing? ring = null) => new(Scheme, new MemoryKeySource(ring ?? new KeyRing(Key)), new VerifierOptions { TimeProvider = new ManualTimeProvider(SchemeCase.Now), MaxBodyBytes = 64 });

    private static RawRequest Sign(string? id, string? nonce, string body)
    {
        string time = SchemeCase.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string[] parts = [.. ((string?[])[time, id, nonce, body]).OfType<string>()];
        var request = new RawRequest("POST", "/", [], Encoding.UTF8.GetBytes(body));
        foreach ((string name, string? value) in new[] { ("X-timestamp", time), ("X-id", id), ("X-nonce", nonce), ("X-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(string.Join('.', parts))))) })
        {
            request = value is null ? request : new RawRequest("POST", "/", [.. request.Headers, new(name, value)], request.Body);
        }

        return request;
    }

    private static Result Verify(string kind, int number)
    {
        string? id = kind is "without id" or "without both" ? null : $"evt_{number}";
        string? nonce = kind is "without nonce" or "without both" ? null : $"nonce-{number}";
        RawRequest request = Sign(id, nonce, kind == "too large" ? new string('x', 65) : "body");
        request = kind switch
        {
            "other body" => new RawRequest("POST", "/", request.Headers, "another"u8.ToArray()),
            "malformed" => request.WithHeader("X-Signature", "none"),
            "too old" => request.WithHeader("X-timestamp", "1"),
            _ => request,
        };
        KeyRing? ring = kind switch
        {
            "other key" => new KeyRing(HmacKey.Generate()),
            "no keys" => new KeyRing(Key).Disable(),
            _ => null,
        };
        VerificationResult result = Verifier(ring).VerifyAsync(request).AsTask().GetAwaiter().GetResult();
        return new Result(result.Status, result.Id, result.Nonce, result.SignedAt, result.KeyId);
    }

    private static T OnAnotherThread<T>(Func<T> what)
    {
        T? value = default;
        var thread = new Thread(() => value = what());
        thread.Start();
        thread.Join();
        return value!;
    }

    /// <summary>A request whose body comes when it is told to.</summary>
    private sealed class SlowRequest(RequestSource request) : RequestView(request)
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Arrive() => _arrived.SetResult();

        public override async ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default)
        {
            await _arrived.Task;
            return await base.ReadBodyAsync(limit, cancellationToken);
        }
    }

    /// <summary>A request whose sender goes away.</summary>
    private sealed class BrokenRequest(RequestSource request) : RequestView(request)
    {
        public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) => throw new IOException("gone");
    }

    private sealed record Result(VerificationStatus Status, string? Id, string? Nonce, DateTimeOffset? SignedAt, string? KeyId);
}
