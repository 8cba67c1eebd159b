using HmacKit.Contracts;

namespace HmacKit.Tests.Credentials;

public class MemoryCredentialStoreContractTests : CredentialStoreContract
{
    protected override ValueTask<CredentialStore> CreateStoreAsync() => new(new MemoryCredentialStore());
}

public class CachedCredentialStoreContractTests : CredentialStoreContract
{
    protected override ValueTask<CredentialStore> CreateStoreAsync() =>
        new(new CachedCredentialStore(new MemoryCredentialStore(), new() { Capacity = 4, TimeProvider = Clock }));
}
