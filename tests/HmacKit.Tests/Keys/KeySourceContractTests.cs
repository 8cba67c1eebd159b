using System.Text;
using HmacKit.Contracts;
using HmacKit.Tests.Registration;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Tests.Keys;

public class MemoryKeySourceContractTests : KeySourceContract
{
    protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys) =>
        new(new MemoryKeySource(keys.Select(key => key.ToRing())));
}

public class CachedKeySourceContractTests : KeySourceContract
{
    protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys) =>
        new(new CachedKeySource(new SlowKeySource(keys.Select(key => key.ToRing())), new() { Capacity = 8, TimeProvider = Clock }));
}

public class KeySourceChainContractTests : KeySourceContract
{
    protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys)
    {
        KeyRing[] rings = [.. keys.Select(key => key.ToRing())];
        return new(new KeySourceChain(new SlowKeySource(rings.Take(1)), new MemoryKeySource(rings.Skip(1))));
    }
}

public class ConfigurationKeySourceContractTests : KeySourceContract
{
    protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys)
    {
        var settings = new Dictionary<string, string?>();
        for (int i = 0; i < keys.Count; i++)
        {
            string path = $"Keys:{i}";
            settings[$"{path}:Id"] = keys[i].Id;
            settings[$"{path}:Secret"] = keys[i].Secret;
            settings[$"{path}:Owner"] = keys[i].Owner;
            settings[$"{path}:Tier"] = keys[i].Tier;
            settings[$"{path}:Disabled"] = keys[i].IsDisabled ? "true" : "False";
            settings[$"{path}:Expires"] = keys[i].Expires?.ToString("O");
            settings[$"{path}:Accepted:0:Secret"] = keys[i].OldSecret;
            settings[$"{path}:Accepted:0:Expires"] = keys[i].OldSecretEnds?.ToString("O");
            for (int scope = 0; scope < keys[i].Scopes.Count; scope++)
            {
                settings[$"{path}:Scopes:{scope}"] = keys[i].Scopes[scope];
            }
        }

        foreach (string name in settings.Keys.Where(name => settings[name] is null).ToArray())
        {
            settings.Remove(name);
        }

        var faults = new List<string>();
        var source = new ConfigurationKeySource(
            KeyLayout.Of(SchemeCatalog.TheOne, "HmacKit:test"), "theone", EditableConfiguration.Section(settings), allowShortSecrets: false, tiers: null, NullLogger.Instance, faults);
        Assert.Empty(faults);
        return new(source);
    }
}

public class CredentialKeySourceContractTests : KeySourceContract
{
    protected override async ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys)
    {
        CredentialStore store = CreateStore();
        var protector = new AesGcmSecretProtector(ProtectionKey.Generate("test"));
        foreach (ContractKey key in keys)
        {
            Assert.True(await store.TryAddAsync(ToCredential(key, protector)));
        }

        return new HmacCredentialIssuer(store, SchemeCatalog.TheOne, protector, new() { TimeProvider = Clock }).Keys;
    }

    protected virtual CredentialStore CreateStore() => new MemoryCredentialStore();

    private Credential ToCredential(ContractKey key, SecretProtector protector)
    {
        var secrets = new List<CredentialSecret> { new(protector.Seal(Encoding.UTF8.GetBytes(key.Secret), key.Id), Clock.GetUtcNow()) };
        if (key.OldSecret is { } old)
        {
            secrets.Add(new(protector.Seal(Encoding.UTF8.GetBytes(old), key.Id), Clock.GetUtcNow(), key.OldSecretEnds));
        }

        return new()
        {
            Kind = CredentialKind.Hmac,
            Scheme = "theone",
            Identity = new KeyIdentity { KeyId = key.Id, Owner = key.Owner, Tier = key.Tier, Scopes = key.Scopes },
            Created = Clock.GetUtcNow(),
            Expires = key.Expires,
            IsDisabled = key.IsDisabled,
            Secrets = secrets,
        };
    }
}

public class CachedCredentialKeySourceContractTests : CredentialKeySourceContractTests
{
    protected override CredentialStore CreateStore() => new CachedCredentialStore(new MemoryCredentialStore(), new() { TimeProvider = Clock });
}
