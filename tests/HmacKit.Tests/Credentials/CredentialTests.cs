namespace HmacKit.Tests.Credentials;

public class CredentialTests
{
    private static readonly DateTimeOffset Noon = SchemeCase.Now;

    private static readonly Credential Plain = new()
    {
        Kind = CredentialKind.ApiKey,
        Identity = new KeyIdentity { KeyId = "k" },
        Created = Noon,
        Secrets = [new CredentialSecret(new byte[32], Noon)],
    };

    [Fact]
    public void The_status_says_why_a_credential_may_not_be_used()
    {
        Assert.Equal(CredentialStatus.Active, Plain.StatusAt(Noon));
        Assert.Equal(CredentialStatus.NotYetValid, (Plain with { NotBefore = Noon.AddTicks(1) }).StatusAt(Noon));
        Assert.Equal(CredentialStatus.Active, (Plain with { NotBefore = Noon }).StatusAt(Noon));
        Assert.Equal(CredentialStatus.Expired, (Plain with { Expires = Noon }).StatusAt(Noon));
        Assert.Equal(CredentialStatus.Active, (Plain with { Expires = Noon.AddTicks(1) }).StatusAt(Noon));
        Assert.Equal(CredentialStatus.Disabled, (Plain with { IsDisabled = true, Expires = Noon }).StatusAt(Noon));
        Assert.Equal(CredentialStatus.Revoked, (Plain with { Revoked = Noon.AddYears(1), IsDisabled = true }).StatusAt(Noon));
        Assert.Equal(CredentialStatus.Unknown, default);
    }

    [Fact]
    public void An_older_secret_is_over_from_its_end_on_and_the_newest_one_never()
    {
        var secret = new CredentialSecret(new byte[32], Noon, Noon.AddDays(1));
        Assert.False(secret.IsOver(Noon.AddDays(1).AddTicks(-1)));
        Assert.True(secret.IsOver(Noon.AddDays(1)));
        Assert.False(Plain.Secrets[0].IsOver(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_use_is_claimed_by_one_caller_in_each_span_of_time()
    {
        Credential credential = Plain with { LastUsed = Noon };
        TimeSpan resolution = TimeSpan.FromMinutes(5);
        Assert.False(credential.TryClaimUse(Noon.AddMinutes(4), resolution));
        Assert.True(credential.TryClaimUse(Noon.AddMinutes(5), resolution));
        Assert.False(credential.TryClaimUse(Noon.AddMinutes(5), resolution));
        Assert.False(credential.TryClaimUse(Noon.AddMinutes(9), resolution));
        Assert.True(credential.TryClaimUse(Noon.AddMinutes(10), resolution));
    }

    [Fact]
    public async Task Of_callers_who_claim_a_use_at_one_moment_exactly_one_gets_it()
    {
        const int Moments = 2_000;
        Credential credential = Plain with { };
        int[] claims = new int[Moments];
        using var barrier = new Barrier(3);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < Moments; i++)
                {
                    barrier.SignalAndWait();
                    Interlocked.Add(ref claims[i], credential.TryClaimUse(Noon.AddMinutes(i), TimeSpan.FromMinutes(1)) ? 1 : 0);
                }
            },
            TaskCreationOptions.LongRunning)));
        Assert.All(claims, count => Assert.Equal(1, count));
    }
}
