using System.Buffers;

namespace HmacKit;

/// <summary>The signature check once more, over the compact form of a JSON body: for senders that the options let reformat it.</summary>
internal static class CompactJsonCheck
{
    /// <summary>
    /// Whether the signature fits the compact form. It is asked about unknown keys too, so that those cost the same;
    /// they stay unknown.
    /// </summary>
    public static bool IsMatch(
        SignatureScheme scheme, RequestSource request, ref RequestClaim claim, ReadOnlySpan<byte> body, KeyRing? ring, DateTimeOffset now, int refusalMacs, out KeyRingEntry? key)
    {
        key = null;
        byte[] compact = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            return CompactJson.TryWrite(body, compact, out int length)
                && SignatureCheck.Run(scheme, request, ref claim, compact.AsSpan(0, length), ring, now, refusalMacs, out key) == VerificationStatus.Valid;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compact);
        }
    }
}
