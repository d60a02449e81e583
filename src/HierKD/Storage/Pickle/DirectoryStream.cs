namespace HierKD;

/// <summary>
/// The stream of a zip archive while its directory is read: all of it becomes objects, of many times its bytes, before anyone can ask how
/// many entries there are.
/// </summary>
internal sealed class DirectoryStream(Stream file) : Stream
{
    /// <summary>A tensor's line takes some hundred bytes.</summary>
    private const int Most = 8 << 20;

    private long _left = Most;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>From now on anything is read.</summary>
    public void LiftLimit() => _left = long.MaxValue;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        _left -= read;
        return _left >= 0 ? read : throw new InvalidDataException($"its directory has more than {Most} bytes, and no more are read");
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
