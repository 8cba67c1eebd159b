using System.Security.Cryptography;

namespace HmacKit;

/// <summary>How the key of a request comes from the secret.</summary>
internal abstract class KeyPlan
{
    /// <summary>The key for this request. The caller disposes one that isn't kept; false if the request can't be expressed.</summary>
    public abstract bool TryDerive(HmacKey root, in MessageInput input, out HmacKey? key, out bool isKept);

    /// <summary>Takes a key that a signature has proven.</summary>
    public abstract void Keep(HmacKey root, HmacKey key, in MessageInput input);
}

/// <summary>A derivation in code: what it depends on isn't known, so nothing is kept.</summary>
internal sealed class CodedKeyPlan(SchemeCode code) : KeyPlan
{
    public override bool TryDerive(HmacKey root, in MessageInput input, out HmacKey? key, out bool isKept)
    {
        key = null;
        isKept = false;
        var writer = new MessageWriter(stackalloc byte[512]);
        try
        {
            bool isDerived = code.TryDeriveIn(input, root.Secret, ref writer) && writer.Length > 0;
            key = isDerived ? HmacKey.FromDerived(writer.Head, root) : null;
            return isDerived;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(writer.WrittenForChange(0));
            writer.Dispose();
        }
    }

    public override void Keep(HmacKey root, HmacKey key, in MessageInput input) => key.Dispose();
}
