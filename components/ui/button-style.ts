import { cva, type VariantProps } from "class-variance-authority";

/** Classes of anything that looks like a button: 44 px high on phones, 40 px from 640 px on. */
export const buttonStyle = cva(
  "inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium no-underline transition-colors duration-150 select-none disabled:opacity-50 aria-disabled:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
        ghost: "border-transparent bg-transparent text-ink hover:bg-sunken",
        danger: "border-transparent bg-danger text-on-danger hover:bg-danger-hover",
      },
      size: {
        small: "min-h-11 px-3 py-1 text-sm sm:min-h-8",
        medium: "min-h-11 px-4 py-2 text-base sm:min-h-10 sm:text-[0.9375rem]",
        large: "min-h-12 px-6 py-2.5 text-base",
        icon: "size-11 p-0 sm:size-9",
      },
    },
    defaultVariants: { variant: "primary", size: "medium" },
  },
);

/** Look of a button or a link that looks like one. */
export type ButtonLook = VariantProps<typeof buttonStyle>;
