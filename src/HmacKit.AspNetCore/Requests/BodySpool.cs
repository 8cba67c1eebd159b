using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>The room that bodies in temporary files have, for all requests together: strangers mustn't fill the disk.</summary>
internal sealed class BodySpool(IOptionsMonitor<BodySpoolOptions> options, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);
    private readonly Lock _lock = new();
    private int _files;
    private long _bytes;
    private bool _hasSaidFull;

    /// <summary>A file for one body.</summary>
    /// <exception cref="SpoolException">There is no room for another one, or no file can be made.</exception>
    public SpooledFile Open()
    {
        Take(files: 1, bytes: 0);
        try
        {
            return new SpooledFile(this);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Return(bytes: 0);
            throw SpoolException.OfDisk(exception);
        }
    }

    /// <summary>Takes room for bytes that are about to be written.</summary>
    /// <exception cref="SpoolException">There isn't so much.</exception>
    public void TakeBytes(int count) => Take(files: 0, count);

    /// <summary>Gives a file's room back.</summary>
    public void Return(long bytes)
    {
        lock (_lock)
        {
            _files--;
            _bytes -= bytes;
            _hasSaidFull &= _files > 0;
        }
    }

    private void Take(int files, long bytes)
    {
        BodySpoolOptions limits = options.CurrentValue;
        bool isFirst;
        lock (_lock)
        {
            if (_files + files <= limits.MaxFiles && bytes <= limits.MaxBytes - _bytes)
            {
                _files += files;
                _bytes += bytes;
                return;
            }

            isFirst = !_hasSaidFull;
            _hasSaidFull = true;
        }

        // Once until it is empty again: a stranger who fills it mustn't fill the log too.
        if (isFirst)
        {
            Log.SpoolFull(_logger, limits.MaxFiles, limits.MaxBytes);
        }

        throw SpoolException.OfRoom();
    }
}
