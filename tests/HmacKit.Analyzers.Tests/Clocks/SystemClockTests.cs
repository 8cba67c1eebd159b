using HmacKit.Analyzers.Fixes;
using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Clocks;

public class SystemClockTests
{
    [Theory]
    [InlineData("SchemeCatalog.Stripe.Verify(request, ring, {|HMAC004:DateTimeOffset.UtcNow|})")]
    [InlineData("SchemeCatalog.Stripe.Verify(request, ring, {|HMAC004:DateTime.UtcNow|})")]
    [InlineData("ring.Rotate(HmacKey.Generate(), {|HMAC004:DateTimeOffset.Now|}.AddDays(7))")]
    [InlineData("ring.Rotate(HmacKey.Generate(), {|HMAC004:DateTimeOffset.UtcNow|} + TimeSpan.FromDays(7))")]
    [InlineData("new SigningValues { Time = {|HMAC004:DateTimeOffset.UtcNow|} }")]
    [InlineData("{|HMAC004:DateTimeOffset.UtcNow|} - result.SignedAt > TimeSpan.FromMinutes(5)")]
    [InlineData("result.SignedAt.Value.AddMinutes(5) < {|HMAC004:DateTime.UtcNow|}")]
    [InlineData("{|HMAC004:DateTime.UtcNow|}.Subtract(TimeSpan.FromMinutes(5)) > result.SignedAt.Value.UtcDateTime")]
    public Task A_clock_that_HmacKit_is_given_or_compared_with_is_seen(string expression) => Rules.CheckAsync<SystemClockAnalyzer>(Members(expression));

    [Theory]
    [InlineData("SchemeCatalog.Stripe.Verify(request, ring, time.GetUtcNow())")]
    [InlineData("DateTime.Now")]
    [InlineData("DateTimeOffset.UtcNow > new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)")]
    [InlineData("$\"{DateTime.UtcNow:O} {result.Status}\"")]
    [InlineData("new List<DateTimeOffset> { DateTimeOffset.UtcNow }")]
    public Task Another_clock_and_another_use_stay_unsaid(string expression) => Rules.CheckAsync<SystemClockAnalyzer>(Members(expression));

    [Theory]
    [InlineData("{|HMAC004:DateTimeOffset.UtcNow|}", "time.GetUtcNow()")]
    [InlineData("{|HMAC004:DateTimeOffset.Now|}", "time.GetLocalNow()")]
    [InlineData("{|HMAC004:DateTime.UtcNow|}", "time.GetUtcNow()")]
    public Task The_fix_takes_the_provider_at_hand(string before, string after) => Rules.FixAsync<SystemClockAnalyzer, SystemClockFix>(
        Members($"ring.Rotate(HmacKey.Generate(), {before})"), Members($"ring.Rotate(HmacKey.Generate(), {after})"));

    [Fact]
    public Task Where_none_is_at_hand_it_is_the_systems() => Rules.FixAsync<SystemClockAnalyzer, SystemClockFix>(
        "KeyRing Rotated(KeyRing ring) => ring.Rotate(HmacKey.Generate(), {|HMAC004:DateTime.UtcNow|}.AddDays(7));",
        "KeyRing Rotated(KeyRing ring) => ring.Rotate(HmacKey.Generate(), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(7));");

    private static string Members(string expression) => $$"""
        static object Value(RawRequest request, KeyRing ring, VerificationResult result, TimeProvider time) => {{expression}};
        """;
}
