namespace HmacKit;

/// <summary>
/// An answer to a request, for schemes that sign answers (<c>SchemeDefinition.AnswersTo</c>): the headers and the body of the
/// answer, with the request that it answers. Method and target are the request's.
/// </summary>
public sealed class AnswerSource : RequestSource
{
    private readonly RawRequest _answer;

    /// <summary>An answer from its parts.</summary>
    /// <param name="request">The request as it was sent, with the headers that signed it.</param>
    /// <param name="headers">Names and values of the answer's headers, in any order; a name may occur more than once.</param>
    /// <param name="body">The answer's body; not copied.</param>
    /// <param name="status">The answer's status code, needed only where it is signed; null if it isn't known.</param>
    public AnswerSource(RequestSource request, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body = default, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        Answered = request;
        Status = status;
        _answer = new RawRequest(request.Method, request.Target, headers, body, request.Origin);
    }

    /// <inheritdoc/>
    public override RequestSource Answered { get; }

    /// <inheritdoc/>
    public override int? Status { get; }

    /// <inheritdoc/>
    public override string Method => _answer.Method;

    /// <inheritdoc/>
    public override string Target => _answer.Target;

    /// <inheritdoc/>
    public override PublicOrigin? Origin => _answer.Origin;

    /// <inheritdoc/>
    public override IEnumerable<string> HeaderNames => _answer.HeaderNames;

    /// <summary>The answer's body.</summary>
    public ReadOnlyMemory<byte> Body => _answer.Body;

    /// <inheritdoc/>
    public override HeaderValue GetHeader(string name) => _answer.GetHeader(name);

    /// <summary>What follows the answer's body, names and values, in any order; none by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers
    {
        get => _answer.Trailers;
        init => _answer = new RawRequest(_answer.Method, _answer.Target, _answer.Headers, _answer.Body, _answer.Origin) { Trailers = value };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetHeaderLines(string name) => _answer.GetHeaderLines(name);

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetTrailerLines(string name) => _answer.GetTrailerLines(name);

    /// <inheritdoc/>
    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) => _answer.ReadBodyAsync(limit, cancellationToken);
}
