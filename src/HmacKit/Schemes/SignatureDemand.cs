namespace HmacKit;

/// <summary>How many of a request's signatures must be valid, where a scheme in code reads several.</summary>
public enum SignatureDemand
{
    /// <summary>All of them, under one key id: items that are signed one by one, or a second MAC.</summary>
    All,

    /// <summary>One of them: signatures of several signers side by side.</summary>
    Any,
}
