namespace HmacKit.Testing;

/// <summary>How requests get to the endpoint.</summary>
internal abstract class Transport : IDisposable
{
    /// <summary>Whether values of one header arrive as one, with a comma between them.</summary>
    public virtual bool JoinsHeaders => false;

    /// <summary>Whether every byte is sent as it is.</summary>
    public virtual bool IsExact => true;

    public abstract Task<Answer> SendAsync(WireRequest request, CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}
