using Microsoft.AspNetCore.Http;

namespace HmacKit.Http.Tests.Fixtures;

/// <summary>A request that a <see cref="SignedServer"/> received.</summary>
internal sealed record Seen(
    int Number, string Method, string Target, string Protocol, IHeaderDictionary Headers, byte[] Body, VerificationStatus Status)
{
    public bool IsValid => Status == VerificationStatus.Valid;

    public override string ToString() => $"{Number}: {Method} {Target} {Protocol} {Status}";
}
