namespace HmacKit.Contracts;

/// <summary>What any <see cref="CredentialStore"/> must do. Derive from it and make a store.</summary>
public abstract class CredentialStoreContract
{
    /// <summary>The clock that the store goes by, if it has one.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>An empty store.</summary>
    protected abstract ValueTask<CredentialStore> CreateStoreAsync();

    /// <summary>A credential of version 1 with all that one can have.</summary>
    protected Credential Sample(string keyId, string? owner = "user_xyz", CredentialKind kind = CredentialKind.Hmac) => new()
    {
        Kind = kind,
        Scheme = kind == CredentialKind.Hmac ? "theone" : "",
        Identity = new KeyIdentity
        {
            KeyId = keyId,
            Owner = owner,
            Name = "Production Key \u00FC",
            Scopes = ["read", "trade"],
            Tier = "pro",
            IsCanary = true,
            Metadata = new Dictionary<string, string> { ["Region"] = "eu", ["region"] = "", ["quote"] = "'\"\\" },
        },
        Description = "Main production API key",
        Created = Clock.GetUtcNow(),
        NotBefore = Clock.GetUtcNow().AddHours(1),
        Expires = Clock.GetUtcNow().AddYears(1),
        Secrets =
        [
            new CredentialSecret(new byte[] { 0, 1, 2, 254, 255 }, Clock.GetUtcNow()),
            new CredentialSecret(new byte[] { 7 }, Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(1)),
        ],
    };

    [Fact]
    public async Task What_was_added_is_found_with_all_that_it_has()
    {
        CredentialStore store = await CreateStoreAsync();
        Credential added = Sample("key-1");
        Assert.True(await store.TryAddAsync(added));
        Credential found = (await store.FindAsync("key-1"))!;
        Assert.Equal((added.Kind, added.Scheme, added.Description, added.Version), (found.Kind, found.Scheme, found.Description, found.Version));
        Assert.Equal((added.Created, added.NotBefore, added.Expires), (found.Created, found.NotBefore, found.Expires));
        Assert.Equal((false, null, null), (found.IsDisabled, found.Revoked, found.LastUsed));
        Assert.Equal(("key-1", "user_xyz", "Production Key \u00FC", "pro"), (found.KeyId, found.Identity.Owner, found.Identity.Name, found.Identity.Tier));
        Assert.Equal(added.Identity.Scopes, found.Identity.Scopes);
        Assert.True(found.Identity.IsCanary);
        Assert.Equal(added.Identity.Metadata.OrderBy(fact => fact.Key, StringComparer.Ordinal), found.Identity.Metadata.OrderBy(fact => fact.Key, StringComparer.Ordinal));
        Assert.Equal([[0, 1, 2, 254, 255], [7]], found.Secrets.Select(secret => secret.Value.ToArray()));
        Assert.Equal([null, Clock.GetUtcNow().AddDays(1)], found.Secrets.Select(secret => secret.AcceptedUntil));
        Assert.Equal([Clock.GetUtcNow(), Clock.GetUtcNow().AddDays(-1)], found.Secrets.Select(secret => secret.Created));
    }

    [Fact]
    public async Task A_credential_may_have_nothing_but_what_it_must()
    {
        CredentialStore store = await CreateStoreAsync();
        Assert.True(await store.TryAddAsync(new()
        {
            Kind = CredentialKind.ApiKey,
            Identity = new KeyIdentity { KeyId = "bare" },
            Created = Clock.GetUtcNow(),
            Secrets = [new CredentialSecret(new byte[32], Clock.GetUtcNow())],
        }));
        Credential found = (await store.FindAsync("bare"))!;
        Assert.Equal((null, null, null, null), (found.Identity.Owner, found.Identity.Name, found.Identity.Tier, found.Description));
        Assert.Equal((null, null), (found.NotBefore, found.Expires));
        Assert.Empty(found.Identity.Scopes);
        Assert.Empty(found.Identity.Metadata);
        Assert.False(found.Identity.IsCanary);
    }

    [Theory]
    [InlineData("KEY-1")]
    [InlineData("key-1 ")]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("' OR 1=1 --")]
    [InlineData("\u00FC")]
    [InlineData("key-1\0")]
    public async Task Another_id_finds_nothing(string id)
    {
        CredentialStore store = await CreateStoreAsync();
        await store.TryAddAsync(Sample("key-1"));
        Assert.Null(await store.FindAsync(id));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_not_added_again()
    {
        CredentialStore store = await CreateStoreAsync();
        Assert.True(await store.TryAddAsync(Sample("key-1")));
        Assert.False(await store.TryAddAsync(Sample("key-1", "somebody else")));
        Assert.True(await store.TryAddAsync(Sample("Key-1", "somebody else")));
        Assert.Equal("user_xyz", (await store.FindAsync("key-1"))!.Identity.Owner);
    }

    [Fact]
    public async Task Only_the_next_version_replaces_a_credential()
    {
        CredentialStore store = await CreateStoreAsync();
        Credential first = Sample("key-1");
        Assert.False(await store.TryUpdateAsync(first with { Version = 2 }));
        await store.TryAddAsync(first);
        Assert.False(await store.TryUpdateAsync(first with { Version = 3, IsDisabled = true }));
        Assert.True(await store.TryUpdateAsync(first with { Version = 2, IsDisabled = true }));
        Assert.False(await store.TryUpdateAsync(first with { Version = 2 }));
        Credential found = (await store.FindAsync("key-1"))!;
        Assert.Equal((2L, true), (found.Version, found.IsDisabled));
        Assert.True(await store.TryUpdateAsync(found with { Version = 3, Revoked = Clock.GetUtcNow(), Secrets = [] }));
        found = (await store.FindAsync("key-1"))!;
        Assert.Equal((3L, Clock.GetUtcNow()), (found.Version, found.Revoked));
        Assert.Empty(found.Secrets);
    }

    [Fact]
    public async Task Of_changes_that_many_make_to_one_version_exactly_one_is_made()
    {
        CredentialStore store = await CreateStoreAsync();
        Credential first = Sample("key-1");
        await store.TryAddAsync(first);
        for (int version = 2; version < 20; version++)
        {
            Credential next = first with { Version = version };
            bool[] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
                await store.TryUpdateAsync(next with { Description = $"by {i}" }))));
            Assert.Single(made, isMade => isMade);
            Assert.Equal($"by {Array.IndexOf(made, true)}", (await store.FindAsync("key-1"))!.Description);
        }
    }

    [Fact]
    public async Task A_use_is_written_down_without_changing_the_version_and_never_goes_back()
    {
        CredentialStore store = await CreateStoreAsync();
        Credential first = Sample("key-1");
        await store.TryAddAsync(first);
        await store.RecordUseAsync("key-1", Clock.GetUtcNow().AddMinutes(10));
        await store.RecordUseAsync("key-1", Clock.GetUtcNow().AddMinutes(5));
        await store.RecordUseAsync("nobody", Clock.GetUtcNow());
        Assert.True(await store.TryUpdateAsync(first with { Version = 2 }));
        Credential listed = await FirstAsync(store.ListAsync());
        Assert.Equal((2L, Clock.GetUtcNow().AddMinutes(10)), (listed.Version, listed.LastUsed));
    }

    [Fact]
    public async Task All_are_listed_or_those_of_one_owner()
    {
        CredentialStore store = await CreateStoreAsync();
        await store.TryAddAsync(Sample("a", "one"));
        await store.TryAddAsync(Sample("b", "two"));
        await store.TryAddAsync(Sample("c", "one", CredentialKind.ApiKey));
        await store.TryAddAsync(Sample("d", owner: null));
        Assert.Equal(["a", "b", "c", "d"], await IdsAsync(store.ListAsync()));
        Assert.Equal(["a", "c"], await IdsAsync(store.ListAsync("one")));
        Assert.Empty(await IdsAsync(store.ListAsync("ONE")));
        Assert.Empty(await IdsAsync(store.ListAsync("")));
    }

    [Fact]
    public async Task A_credential_that_is_not_complete_is_refused()
    {
        CredentialStore store = await CreateStoreAsync();
        Credential sample = Sample("key-1");
        CredentialSecret secret = sample.Secrets[0];
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.TryAddAsync(sample with { Kind = CredentialKind.None }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.TryAddAsync(sample with { Secrets = [] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.TryAddAsync(sample with { Secrets = [.. Enumerable.Repeat(secret, 17)] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.TryAddAsync(sample with { Identity = new KeyIdentity { KeyId = "" } }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.TryAddAsync(sample with { Version = 2 }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.TryUpdateAsync(sample));
        Assert.Empty(await IdsAsync(store.ListAsync()));
    }

    /// <summary>Databases have no text with a zero character, and PostgreSQL none with half of a surrogate pair.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0xD83D)]
    public async Task A_text_that_cannot_be_kept_is_refused_with_a_word_or_kept_as_it_is_and_never_another_owner_s(int character)
    {
        string owner = "one" + (char)character;
        CredentialStore store = await CreateStoreAsync();
        await store.TryAddAsync(Sample("a", "one"));
        await store.TryAddAsync(Sample("b", "one\ufffd"));
        Assert.Empty(await IdsAsync(store.ListAsync(owner)));
        await store.RecordUseAsync("a\0", Clock.GetUtcNow());
        Credential odd = Sample("c") with { Description = owner };
        string? kept;
        try
        {
            Assert.True(await store.TryAddAsync(odd));
            kept = (await store.FindAsync("c"))!.Description;
        }
        catch (ArgumentException exception)
        {
            Assert.Contains("take it out", exception.Message, StringComparison.Ordinal);
            kept = owner;
            Assert.Null(await store.FindAsync("c"));
        }

        Assert.Equal(owner, kept);
    }

    private static async Task<Credential> FirstAsync(IAsyncEnumerable<Credential> credentials)
    {
        await foreach (Credential credential in credentials)
        {
            return credential;
        }

        throw new InvalidOperationException("There is none.");
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(IAsyncEnumerable<Credential> credentials)
    {
        var ids = new List<string>();
        await foreach (Credential credential in credentials)
        {
            ids.Add(credential.KeyId);
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
