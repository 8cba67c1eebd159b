namespace HmacKit;

/// <summary>A signature that the request carries, right or wrong in its spelling.</summary>
/// <param name="Tag">Its bytes.</param>
/// <param name="Slips">What is wrong with how it is written: nothing, or up to two causes, each with what the signature then fits.</param>
internal sealed record SignatureCandidate(byte[] Tag, IReadOnlyList<(DiagnosisCause Cause, string What)> Slips);
