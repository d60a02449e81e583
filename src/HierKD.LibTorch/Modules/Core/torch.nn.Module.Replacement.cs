using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            // What the setters of weights, biases and running statistics share: the old tensor is disposed, the new one belongs to
            // the module and no longer to a dispose scope.
            private protected void Replace(ref Parameter? field, Parameter? value, string component)
            {
                field?.Dispose();
                field = (Parameter?)value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(component, field);
            }

            private protected void Replace(ref Tensor? field, Tensor? value, string component)
            {
                field?.Dispose();
                field = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(component, field);
            }

            private protected void ReplaceByAnother(ref Parameter? field, Parameter value, string component)
            {
                if (field is null || value.Handle != field.Handle)
                {
                    Replace(ref field, value, component);
                }
            }
        }
    }
}
