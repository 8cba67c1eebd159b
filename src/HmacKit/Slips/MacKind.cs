namespace HmacKit;

/// <summary>How a sender may have put key and message together.</summary>
internal enum MacKind
{
    /// <summary>As it should be.</summary>
    Hmac,

    /// <summary>HMAC with the message as the key, and the secret as what it is of.</summary>
    Swapped,

    /// <summary>The hash of the message alone.</summary>
    MessageAlone,

    /// <summary>The hash of the secret and then the message.</summary>
    SecretThenMessage,

    /// <summary>The hash of the message and then the secret.</summary>
    MessageThenSecret,
}
