using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class MemoryTokenBucketsContractTests : TokenBucketStoreContract
{
    protected override ITokenBucketStore CreateStore() => new MemoryTokenBuckets(time: Clock);
}
