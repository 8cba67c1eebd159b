using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HmacKit;

/// <summary>A key's derivation, compiled.</summary>
internal sealed class DerivedKeyPlan(KeyDerivation.Step[] steps, MessagePlan[] templates) : KeyPlan
{
    /// <summary>The longest key on the way, in bytes. What would be longer has no key: nothing is cut.</summary>
    private const int MaxKeyBytes = 4096;

    private const int MaxSteps = 16;

    public override bool TryDerive(HmacKey root, in MessageInput input, out HmacKey? key, out bool isKept)
    {
        key = null;
        isKept = false;
        var scope = new MessageWriter(stackalloc byte[512]);
        Span<int> ends = stackalloc int[MaxSteps];
        try
        {
            if (!TryWriteScope(input, ends, ref scope))
            {
                return false;
            }

            key = root.Derived.Find(this, scope.Head);
            isKept = key is not null;
            key ??= Derive(root, scope.Head, ends);
            return key is not null;
        }
        finally
        {
            scope.Dispose();
        }
    }

    public override void Keep(HmacKey root, HmacKey key, in MessageInput input)
    {
        var scope = new MessageWriter(stackalloc byte[512]);
        try
        {
            _ = TryWriteScope(input, stackalloc int[MaxSteps], ref scope);
            root.Derived.Keep(this, scope.Head, key);
        }
        finally
        {
            scope.Dispose();
        }
    }

    /// <summary>The texts of all steps, each with where it ends behind it: so no two scopes look alike, whatever bytes they hold.</summary>
    private bool TryWriteScope(in MessageInput input, scoped Span<int> ends, ref MessageWriter scope)
    {
        for (int i = 0; i < templates.Length; i++)
        {
            // A long body would be kept beside the scope.
            if (i >= ends.Length || !templates[i].TryWrite(input, ref scope) || !scope.Body.IsEmpty)
            {
                return false;
            }

            ends[i] = scope.Length;
            BinaryPrimitives.WriteInt32LittleEndian(scope.GetSpan(sizeof(int)), ends[i]);
            scope.Advance(sizeof(int));
        }

        return true;
    }

    private HmacKey? Derive(HmacKey root, ReadOnlySpan<byte> scope, ReadOnlySpan<int> ends)
    {
        if (root.Secret.Length > MaxKeyBytes)
        {
            return null;
        }

        Span<byte> key = stackalloc byte[MaxKeyBytes];
        Span<byte> next = stackalloc byte[MaxKeyBytes];
        try
        {
            int length = root.Secret.Length;
            root.Secret.CopyTo(key);
            for (int i = 0; i < steps.Length; i++)
            {
                int start = i == 0 ? 0 : ends[i - 1] + sizeof(int);
                ReadOnlySpan<byte> text = scope[start..ends[i]];
                if (MaxLengthAfter(steps[i].Kind, length, text.Length) > MaxKeyBytes)
                {
                    return null;
                }

                length = Run(steps[i], root.Algorithm.Hash, key[..length], text, next);
                next[..length].CopyTo(key);
            }

            return HmacKey.FromDerived(key[..length], root);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(next);
        }
    }

    private static int MaxLengthAfter(KeyDerivation.StepKind kind, int key, int text) => kind switch
    {
        KeyDerivation.StepKind.Prefix or KeyDerivation.StepKind.Suffix => key + text,
        KeyDerivation.StepKind.Hash or KeyDerivation.StepKind.Hmac or KeyDerivation.StepKind.HmacUnder => 0,

        // Three characters for a byte; no encoding needs more.
        _ => 3 * key,
    };

    private static int Run(KeyDerivation.Step step, HashAlgorithmName algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, Span<byte> next)
    {
        switch (step.Kind)
        {
            case KeyDerivation.StepKind.Prefix:
                text.CopyTo(next);
                key.CopyTo(next[text.Length..]);
                return text.Length + key.Length;
            case KeyDerivation.StepKind.Suffix:
                key.CopyTo(next);
                text.CopyTo(next[key.Length..]);
                return text.Length + key.Length;
            case KeyDerivation.StepKind.Hash:
                return CryptographicOperations.HashData(step.Hash, key, next);
            case KeyDerivation.StepKind.Hmac:
                return CryptographicOperations.HmacData(algorithm, key, text, next);
            case KeyDerivation.StepKind.HmacUnder:
                return CryptographicOperations.HmacData(algorithm, text, key, next);
            case KeyDerivation.StepKind.Percent:
                return PercentCode.Encode(key, blankAsPlus: false, keepsSlash: false, next);
            default:
                return TagText.Encode(step.Encoding, key, next);
        }
    }
}
