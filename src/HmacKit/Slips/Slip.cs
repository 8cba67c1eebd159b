namespace HmacKit;

/// <summary>A slip that a sender may have made, and what was signed then.</summary>
/// <param name="Signed">What was signed if the slip was made.</param>
/// <param name="Cause">The slip's name.</param>
/// <param name="What">What the signature then fits, to stand behind "the signature fits": <c>the body as compact JSON</c>.</param>
/// <param name="IsWide">True for one of very many variations, which are tried last.</param>
internal readonly record struct Slip(SignedRequest Signed, DiagnosisCause Cause, string What, bool IsWide = false);
