using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "hk_requires_grad")]
    internal static partial int RequiresGrad(nint tensor, int* result);

    [LibraryImport(Library, EntryPoint = "hk_set_requires_grad")]
    internal static partial int SetRequiresGrad(nint tensor, int value);

    [LibraryImport(Library, EntryPoint = "hk_is_leaf")]
    internal static partial int IsLeaf(nint tensor, int* result);

    [LibraryImport(Library, EntryPoint = "hk_retain_grad")]
    internal static partial int RetainGrad(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_grad")]
    internal static partial int Grad(nint tensor, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_set_grad")]
    internal static partial int SetGrad(nint tensor, nint grad);

    [LibraryImport(Library, EntryPoint = "hk_backward")]
    internal static partial int Backward(
        nint* tensors, int count, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library, EntryPoint = "hk_gradients")]
    internal static partial int Gradients(
        nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library, EntryPoint = "hk_grad_mode")]
    internal static partial int GradMode();

    [LibraryImport(Library, EntryPoint = "hk_set_grad_mode")]
    internal static partial void SetGradMode(int enabled);

    [LibraryImport(Library, EntryPoint = "hk_inference_mode")]
    internal static partial int InferenceMode();

    [LibraryImport(Library, EntryPoint = "hk_enter_inference_mode")]
    internal static partial nint EnterInferenceMode(int enabled);

    [LibraryImport(Library, EntryPoint = "hk_leave_inference_mode")]
    internal static partial void LeaveInferenceMode(nint guard);
}
