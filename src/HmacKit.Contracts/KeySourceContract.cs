using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Contracts;

/// <summary>What any <see cref="IKeySource"/> must do. Derive from it and make a source that holds the given keys.</summary>
public abstract class KeySourceContract
{
    private const string Secret = "a secret of forty-one characters, no less";
    private const string OtherSecret = "another one, which is of some length too";

    /// <summary>The clock that the source goes by, if it has one.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>A source that holds exactly these keys.</summary>
    protected abstract ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys);

    [Fact]
    public async Task A_key_is_found_by_its_id_and_computes_what_its_secret_says()
    {
        IKeySource source = await CreateSourceAsync(new ContractKey("partner-1", Secret), new ContractKey("partner-2", OtherSecret));
        KeyRing ring = await FindAsync(source, "partner-1");
        Assert.Equal("partner-1", ring.Id);
        AssertIs(Secret, ring.Primary);
        AssertIs(OtherSecret, (await FindAsync(source, "partner-2")).Primary);
        Assert.False(ring.IsDisabled);
        Assert.Single(ring.Entries);
        Assert.True(ring.Entries[0].IsAccepted(Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData("PARTNER-1")]
    [InlineData("Partner-1")]
    [InlineData("partner-1 ")]
    [InlineData(" partner-1")]
    [InlineData("partner-")]
    [InlineData("partner-11")]
    [InlineData("partner-1\0")]
    [InlineData("partner-1\n")]
    public async Task An_id_is_compared_to_the_letter(string almost)
    {
        IKeySource source = await CreateSourceAsync(new ContractKey("partner-1", Secret));
        Assert.Null(await source.FindAsync(almost));
        Assert.NotNull(await source.FindAsync("partner-1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("*")]
    [InlineData("%")]
    [InlineData("nobody")]
    [InlineData("../../etc/passwd")]
    [InlineData("'; DROP TABLE keys; --")]
    [InlineData("partner-1:Secret")]
    [InlineData("a\r\nb")]
    [InlineData("\u00FC\uD83D\uDE00")]
    [InlineData("\uD800")]
    public async Task Whatever_a_stranger_asks_for_the_answer_is_that_there_is_none(string id)
    {
        IKeySource source = await CreateSourceAsync(new ContractKey("partner-1", Secret));
        Assert.Null(await source.FindAsync(id));
        Assert.Null(await source.FindAsync(id));
    }

    [Fact]
    public async Task An_id_of_any_length_is_only_unknown()
    {
        string longest = new('k', KeyRing.MaxIdLength);
        IKeySource source = await CreateSourceAsync(new ContractKey(longest, Secret));
        Assert.Equal(longest, (await FindAsync(source, longest)).Id);
        Assert.Null(await source.FindAsync(longest + "k"));
        Assert.Null(await source.FindAsync(new string('k', 100_000)));
    }

    [Fact]
    public async Task A_rotated_key_has_both_secrets_the_new_one_first_and_the_end_of_the_old_one()
    {
        DateTimeOffset end = Clock.GetUtcNow().AddDays(7);
        IKeySource source = await CreateSourceAsync(new ContractKey("partner-1", Secret) { OldSecret = OtherSecret, OldSecretEnds = end });
        KeyRing ring = await FindAsync(source, "partner-1");
        Assert.Equal(2, ring.Entries.Count);
        AssertIs(Secret, ring.Primary);
        AssertIs(OtherSecret, ring.Entries[1].Key);
        Assert.False(ring.Entries[1].IsPrimary);
        Assert.Equal(end, ring.Entries[1].Expires);
        Assert.Null(ring.Entries[0].Expires);
    }

    [Fact]
    public async Task A_ring_knows_whose_key_it_is_and_what_that_may()
    {
        IKeySource source = await CreateSourceAsync(
            new ContractKey("partner-1", Secret) { Owner = "user_xyz", Tier = "pro", Scopes = ["trade", "read:rings"] },
            new ContractKey("partner-2", Secret));
        KeyIdentity identity = (await FindAsync(source, "partner-1")).Identity;
        Assert.Equal("partner-1", identity.KeyId);
        Assert.Equal("user_xyz", identity.Owner);
        Assert.Equal("pro", identity.Tier);
        Assert.Equal(["read:rings", "trade"], identity.Scopes);
        Assert.Empty((await FindAsync(source, "partner-2")).Identity.Scopes);
    }

    [Fact]
    public async Task A_disabled_key_and_one_with_an_end_are_found_as_such()
    {
        DateTimeOffset end = Clock.GetUtcNow().AddDays(1);
        IKeySource source = await CreateSourceAsync(
            new ContractKey("off", Secret) { IsDisabled = true },
            new ContractKey("ending", Secret) { Expires = end });
        Assert.True((await FindAsync(source, "off")).IsDisabled);
        KeyRing ending = await FindAsync(source, "ending");
        Assert.False(ending.IsDisabled);
        Assert.Equal(end, ending.Entries[0].Expires);
    }

    [Fact]
    public async Task Many_threads_find_each_key_at_once()
    {
        const int Keys = 20;
        IKeySource source = await CreateSourceAsync([.. Enumerable.Range(0, Keys).Select(i => new ContractKey($"partner-{i}", $"{Secret} {i}"))]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                int number = (thread + i) % (Keys + 1);
                KeyRing? ring = await source.FindAsync($"partner-{number}");
                Assert.Equal(number < Keys ? $"partner-{number}" : null, ring?.Id);
            }
        })));
        AssertIs($"{Secret} 7", (await FindAsync(source, "partner-7")).Primary);
    }

    [Fact]
    public async Task A_look_up_that_is_cancelled_beforehand_does_no_harm()
    {
        IKeySource source = await CreateSourceAsync(new ContractKey("partner-1", Secret));
        Exception? thrown = await Record.ExceptionAsync(async () => await source.FindAsync("partner-1", new CancellationToken(canceled: true)));
        Assert.True(thrown is null or OperationCanceledException);
        Assert.NotNull(await source.FindAsync("partner-1"));
    }

    private static async Task<KeyRing> FindAsync(IKeySource source, string id)
    {
        KeyRing? ring = await source.FindAsync(id);
        Assert.NotNull(ring);
        return ring;
    }

    private static void AssertIs(string secret, HmacKey key)
    {
        byte[] message = "any message"u8.ToArray();
        Assert.Equal(HmacAlgorithm.Sha256, key.Algorithm);
        Assert.True(key.Verify(message, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message)));
    }
}
