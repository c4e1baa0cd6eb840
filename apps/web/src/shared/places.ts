/** Addresses of what is found by name; the one place that says where a category or a shop is shown. */

export const productPlace = (id: number): string => `/p/${id}`;
export const categoryPlace = (id: number): string => `/c/${id}`;
export const sellerPlace = (id: number): string => `/s/${id}`;
