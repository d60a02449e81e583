namespace TorchSharp;

public static class torch
{
    public static Tensor ones(long rows, long columns) => new(rows * columns);

    public sealed class Tensor(float value) : System.IDisposable
    {
        public Tensor sum() => this;

        public T item<T>() => (T)(object)value;

        public void Dispose()
        {
        }
    }
}
