using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;

namespace HmacKit.Tests.Allocation;

/// <summary>
/// Neither a valid request nor a refused one, and no signature, costs a byte of garbage: for every scheme, with bodies
/// that fit on the stack, that are copied, and that are kept aside.
/// </summary>
[Collection(nameof(Alone))]
public class AllocationTests(ITestOutputHelper output)
{
    private const int Iterations = 100;

    /// <summary>Unoptimised code boxes, and its async state machines are objects; test.sh and CI measure the Release build.</summary>
    private static readonly bool IsOptimised =
        typeof(RequestVerifier).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    public static TheoryData<string, int> Cases => Of(SchemeCase.All);

    /// <summary>A key id that is a piece of a header has to be cut out as a string, since that is what key sources ask for.</summary>
    public static TheoryData<string, int> CasesWhereTheKeyIdIsAWholeHeader => Of(SchemeCase.All.Where(item =>
        !item.Scheme.HasKeyId || item.Scheme.Headers.Any(header => header.Format.Template == "{keyid}")));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verifying_in_the_pure_form_allocates_nothing(string name, int bodySize)
    {
        SchemeCase item = SchemeCase.Of(name);
        foreach ((VerificationStatus expected, RawRequest request, KeyRing ring) in Requests(item, bodySize))
        {
            AssertAllocatesNothing(expected.ToString(), () =>
                Assert.True(expected == item.Scheme.Verify(request, ring, SchemeCase.Now).Status));
        }
    }

    [Theory]
    [MemberData(nameof(CasesWhereTheKeyIdIsAWholeHeader))]
    public void A_verifier_allocates_nothing(string name, int bodySize)
    {
        SchemeCase item = SchemeCase.Of(name);
        foreach ((VerificationStatus expected, RawRequest request, KeyRing ring) in Requests(item, bodySize))
        {
            var keys = new MemoryKeySource(expected == VerificationStatus.UnknownKey && !item.Scheme.HasKeyId ? [] : [ring]);
            RequestVerifier verifier = item.Verifier(new AlwaysNew(), keys);
            AssertAllocatesNothing(expected.ToString(), () => Assert.True(expected == Status(verifier, request)));
        }
    }

    [Theory]
    [MemberData(nameof(CasesWhereTheKeyIdIsAWholeHeader))]
    public void A_verifier_allocates_nothing_for_a_replay_or_a_body_over_the_limit(string name, int bodySize)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign(body: new byte[bodySize + 2]);
        if (item.Scheme.Replay != ReplayRule.None)
        {
            RequestVerifier verifier = item.Verifier(new AlwaysSeen());
            AssertAllocatesNothing("Replayed", () => Assert.True(VerificationStatus.Replayed == Status(verifier, request)));
        }

        RequestVerifier limited = item.Verifier(maxBodyBytes: bodySize + 1);
        AssertAllocatesNothing("BodyTooLarge", () => Assert.True(VerificationStatus.BodyTooLarge == Status(limited, request)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Signing_into_a_span_allocates_nothing(string name, int bodySize)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign(body: new byte[bodySize]);
        byte[] signature = new byte[128];
        AssertAllocatesNothing("signing", () => Assert.True(item.Signer.Sign(request, request.Body.Span, SchemeCase.Values, signature) > 0));
    }

    [Fact]
    public void A_long_query_of_many_parameters_allocates_nothing()
    {
        SchemeCase item = SchemeCase.Of("oort");
        RawRequest request = item.Sign(target: "/?" + string.Join('&', Enumerable.Range(0, 200).Reverse().Select(i => $"name%20{i}=%C3%A9{i}")));
        AssertAllocatesNothing("valid", () => Assert.True(VerificationStatus.Valid == item.Verify(request)));
        RawRequest refused = request.WithTarget(request.Target + "&name%201=2");
        AssertAllocatesNothing("repeated", () => Assert.True(VerificationStatus.MalformedHeader == item.Verify(refused)));
    }

    [Fact]
    public void Sixteen_signatures_under_several_keys_allocate_nothing()
    {
        SchemeCase item = SchemeCase.Of("stripe");
        KeyRing ring = new KeyRing(HmacKey.Generate()).WithAccepted(HmacKey.Generate()).WithAccepted(item.Key);
        RawRequest request = item.Sign().WithHeader("Stripe-Signature", value =>
            string.Concat(Enumerable.Repeat($"v1={new string('0', 64)},", 15)) + value);
        AssertAllocatesNothing("valid", () => Assert.True(VerificationStatus.Valid == item.Verify(request, SchemeCase.Now, ring)));
    }

    /// <summary>The counter-check: one small object in a hundred calls is noticed.</summary>
    [Fact]
    public void One_object_would_be_noticed()
    {
        int calls = 0;
        object? kept = null;
        Assert.NotEqual(0, LeastAllocated(() => kept = ++calls % Iterations == 0 ? new object() : kept, rounds: 5));
        GC.KeepAlive(kept);
    }

    private static TheoryData<string, int> Of(IEnumerable<SchemeCase> cases)
    {
        var data = new TheoryData<string, int>();
        foreach (SchemeCase item in cases)
        {
            foreach (int size in new[] { 0, 1024, 64 * 1024 })
            {
                data.Add(item.Scheme.Name, size);
            }
        }

        return data;
    }

    [Fact]
    public void Every_plain_scheme_of_the_catalogue_is_among_those_that_are_measured() => Assert.Empty(
        PlainSchemes.All.Where(scheme => !scheme.HasKeyId || scheme.Headers.Any(header => header.Format.Template == "{keyid}")).Select(scheme => scheme.Name).Except(CasesWhereTheKeyIdIsAWholeHeader.Select(row => (string)row[0])));

    private static VerificationStatus Status(RequestVerifier verifier, RawRequest request)
    {
        ValueTask<VerificationResult> task = verifier.VerifyAsync(request);
        return task.IsCompletedSuccessfully ? task.Result.Status : throw new InvalidOperationException("The call isn't complete.");
    }

    private static IEnumerable<(VerificationStatus Expected, RawRequest Request, KeyRing Ring)> Requests(SchemeCase item, int bodySize)
    {
        byte[] body = new byte[bodySize];
        RawRequest valid = item.Sign(body: body);
        RawRequest other = item.Sign(body: [.. body, 1]);
        yield return (VerificationStatus.Valid, valid, item.Ring);
        yield return (VerificationStatus.SignatureMismatch, other.WithBody(body), item.Ring);
        yield return (VerificationStatus.MissingHeader, valid.WithoutHeader(item.SignatureHeader), item.Ring);
        yield return (VerificationStatus.MissingHeader, valid.WithoutHeader(item.Scheme.Headers[0].Name), item.Ring);
        yield return (VerificationStatus.MalformedHeader, valid.WithHeader(item.SignatureHeader, "no signature at all"), item.Ring);
        yield return (VerificationStatus.MalformedHeader, valid.WithHeaderTwice(item.SignatureHeader), item.Ring);
        yield return (VerificationStatus.MalformedHeader, valid.WithHeader(item.SignatureHeader, new string('x', 5000)), item.Ring);
        yield return (VerificationStatus.KeyDisabled, valid, item.Ring.Disable());
        yield return (VerificationStatus.KeyExpired, valid, new KeyRing(item.Ring.Id, item.Key, expires: SchemeCase.Now));
        if (item.Scheme.HasKeyId)
        {
            yield return (VerificationStatus.UnknownKey, valid, new KeyRing("key-2", item.Key));
        }

        if (item.Scheme.Freshness is { } freshness)
        {
            yield return (VerificationStatus.TimestampTooOld, item.Sign(body: body, values: SchemeCase.Values with { Time = SchemeCase.Now - freshness.MaxAge - TimeSpan.FromSeconds(1) }), item.Ring);
            yield return (VerificationStatus.TimestampInFuture, item.Sign(body: body, values: SchemeCase.Values with { Time = SchemeCase.Now + freshness.MaxSkew + TimeSpan.FromSeconds(1) }), item.Ring);
        }
    }

    private void AssertAllocatesNothing(string what, Action action)
    {
        action();
        if (!IsOptimised)
        {
            output.WriteLine("Not measured: this build of HmacKit isn't optimised. Run the tests with -c Release.");
            return;
        }

        long least = LeastAllocated(action, rounds: 500);
        Assert.True(least == 0, $"{what}: {least} bytes in {Iterations} calls");
    }

    /// <summary>
    /// The bytes of the best round; zero ends it. The first rounds are for the keyed state, which is made on a thread's
    /// second use of a key, and for the JIT: its first code boxes where its optimised code, which it makes in the
    /// background, doesn't.
    /// </summary>
    private static long LeastAllocated(Action action, int rounds)
    {
        long least = long.MaxValue;
        for (int round = 0; round < rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Iterations; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (least > 0)
            {
                Thread.Sleep(20);
            }
        }

        return least;
    }

    private sealed class AlwaysNew : IReplayStore
    {
        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
        {
            Span<byte> bytes = stackalloc byte[ReplayClaim.MaxBytes];
            return new(claim.CopyTo(bytes) > 0 ? ReplayOutcome.Added : ReplayOutcome.Unavailable);
        }
    }

    private sealed class AlwaysSeen : IReplayStore
    {
        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(ReplayOutcome.Seen);
    }
}
