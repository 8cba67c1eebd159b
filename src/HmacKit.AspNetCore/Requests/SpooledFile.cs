using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace HmacKit.AspNetCore;

/// <summary>A temporary file that holds one body, is mapped for hashing, and is gone with the request.</summary>
internal sealed class SpooledFile : IDisposable
{
    private readonly FileStream _file = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), CreateOptions());

    private MappedMemory? _mapped;

    private SpooledFile()
    {
    }

    /// <summary>An empty file.</summary>
    /// <exception cref="SpoolException">There can be none.</exception>
    public static SpooledFile Create()
    {
        try
        {
            return new SpooledFile();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException(exception);
        }
    }

    /// <summary>Appends to the file.</summary>
    /// <exception cref="SpoolException">The disk is full, or the like.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new SpoolException(exception);
        }
    }

    /// <summary>The file's stream, at its beginning.</summary>
    public Stream OpenForReading()
    {
        _file.Position = 0;
        return _file;
    }

    /// <summary>All of the file as memory, for as long as it isn't disposed.</summary>
    public ReadOnlyMemory<byte> Map()
    {
        _file.Flush();
        _mapped = new MappedMemory(_file);
        return _mapped.Memory;
    }

    public void Dispose()
    {
        ((IDisposable?)_mapped)?.Dispose();
        _file.Dispose();
    }

    private static FileStreamOptions CreateOptions()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private sealed unsafe class MappedMemory : MemoryManager<byte>
    {
        private readonly MemoryMappedFile _mapping;
        private readonly MemoryMappedViewAccessor _view;
        private readonly int _length;
        private byte* _start;

        public MappedMemory(FileStream file)
        {
            _length = checked((int)file.Length);
            _mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _mapping.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return new Span<byte>(_start + _view.PointerOffset, _length);
        }

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + _view.PointerOffset + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (_start is not null)
            {
                _start = null;
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
                _view.Dispose();
                _mapping.Dispose();
            }
        }
    }
}
